"""Where the running application keeps all its data; core.config says where that is at the start."""

from pathlib import Path

from flask import current_app


def instance_folder() -> Path:
    """The data folder of the application in whose context this runs."""
    folder: Path = current_app.config["INSTANCE"]
    return folder
