"""The unit's side: plan, answers, sending, 代录反馈, 反馈表.docx."""
