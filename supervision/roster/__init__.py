"""Roster (名册): 监督人员 and certificates, 特邀监督员, 监督联系点, 法治督察人才库: four pools, never added up."""
