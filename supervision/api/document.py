"""The OpenAPI document, made from the very table the answers are made from."""

from typing import Any

from supervision.api.resources import RESOURCES, SIZE, Given, Resource
from supervision.api.service import CALLS_A_MINUTE
from supervision.core.export import XLSX

VERSION = "1.0.0"
_ERROR = {"$ref": "#/components/schemas/Error"}


def openapi() -> dict[str, object]:
    """The interface in OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "明督 · 行政执法监督跟踪系统 数据接口",
            "version": VERSION,
            "description": (
                "只读。令牌只能读取签发时指定的机关和内容；"
                f"每个令牌每分钟最多{CALLS_A_MINUTE}次。日期为ISO 8601（北京时间）。"
            ),
        },
        "security": [{"bearer": []}],
        "paths": {
            **{f"/api/v1/{name}": {"get": _list(name, one)} for name, one in RESOURCES.items()},
            "/api/v1/export.json": {"get": _export()},
            "/api/v1/export.xlsx": {"get": _workbook()},
        },
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Error": _object({"error": {"type": "string", "description": "原因"}}),
                **{one.reading.name.title(): _record(one) for one in RESOURCES.values()},
            },
        },
    }


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _record(resource: Resource) -> dict[str, object]:
    return _object(
        {"id": {"type": "integer"}, **{one.name: _field(one) for one in resource.fields}}
    )


def _field(given: Given) -> dict[str, object]:
    kind = "boolean" if given.kind == "boolean" else ["string", "null"]
    described: dict[str, object] = {"type": kind, "description": given.meaning}
    return {**described, "format": "date"} if given.kind == "date" else described


def _list(name: str, resource: Resource) -> dict[str, object]:
    names = [
        (parameter, one.label) for one in resource.listing.filters for parameter in one.parameters
    ]
    sorts = "、".join(one.name for one in resource.listing.sorts)
    names += [("sort", f"排序：{sorts}，前加-为降序"), ("after", "上一页给出的位置，见 next")]
    if resource.listing.tabs:
        names.append(("tab", "视图：" + "、".join(tab.name for tab in resource.listing.tabs)))
    items = {
        "type": "array",
        "items": {"$ref": f"#/components/schemas/{resource.reading.name.title()}"},
    }
    following = {"type": ["string", "null"], "description": "下一页的地址；没有更多时为null"}
    return {
        "summary": f"{resource.reading.label}，每页{SIZE}条",
        "operationId": f"list_{name}",
        "parameters": [
            {"name": key, "in": "query", "required": False, "description": label,
             "schema": {"type": "string"}}
            for key, label in names
        ],
        "responses": {"200": _answer(_object({"items": items, "next": following})), **_refusals()},
    }  # fmt: skip


def _export() -> dict[str, object]:
    lists = {
        name: {
            "type": "array",
            "items": {"$ref": f"#/components/schemas/{one.reading.name.title()}"},
        }
        for name, one in RESOURCES.items()
    }
    text = {"type": "string"}
    whole = {"type": "object", "properties": {"body": text, "generated_at": text, **lists}}
    return {
        "summary": "令牌可读的全部内容，一个文件",
        "operationId": "export",
        "responses": {"200": _answer(whole), **_refusals()},
    }


def _workbook() -> dict[str, object]:
    content = {XLSX: {"schema": {"type": "string", "format": "binary"}}}
    return {
        "summary": "同上，一个工作簿，每类记录一张表",
        "operationId": "export_workbook",
        "responses": {"200": {"description": "成功", "content": content}, **_refusals()},
    }


def _answer(schema: dict[str, Any], text: str = "成功") -> dict[str, object]:
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def _refusals() -> dict[str, object]:
    reasons = {"401": "令牌无效、已过期或已停用", "403": "令牌不含此项内容",
               "422": "参数无法识别", "429": "次数过多，见 Retry-After"}  # fmt: skip
    return {status: _answer(_ERROR, text) for status, text in reasons.items()}
