"""Creates the app and serves it: `python app.py`, or `gunicorn app:app` behind nginx."""

import sys

from supervision import create_app
from supervision.core.documents.checker.command import alone, asked_for

app = alone() if asked_for(sys.argv) else create_app()

if __name__ == "__main__":
    from supervision.serve import serve

    serve(app)
