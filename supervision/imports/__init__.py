"""表格导入: the bureau's 台账 comes in by a sheet: checked first, all or nothing, undone while untouched."""
