"""签批 on paper of whatever record: who may have signed, who reviewed, and the second person who confirms."""
