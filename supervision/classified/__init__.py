"""涉密文件登记 (product.md §1): of a classified paper only 文号、份数、日期; no title, text, file or remark."""
