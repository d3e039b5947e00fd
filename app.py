"""Creates the app and serves it: `python app.py`, or `gunicorn app:app` behind nginx."""

from supervision import create_app

app = create_app()

if __name__ == "__main__":
    from supervision.serve import serve

    serve(app)
