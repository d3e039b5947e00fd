"""The Word copy: what the layout decided, said in Word's own terms, so that it can be edited."""
