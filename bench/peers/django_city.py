"""The city under Django's admin, tuned: no exact count, related names by one join, fifty rows.

Run as a script it makes a superuser's session and prints its key. Only the peers' environment has Django.
"""

import os
import sys

import django
from django.apps import AppConfig
from django.conf import settings

NAME = "city"
sys.modules.setdefault(NAME, sys.modules[__name__])


class City(AppConfig):
    name = NAME
    label = "city"
    path = os.path.dirname(os.path.abspath(__file__))


class Router:
    """Business rows are the city's; accounts and sessions the peer's own."""

    def db_for_read(self, model, **_hints):
        return "city" if model._meta.app_label == "city" else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **_hints):
        return db == "default" and app_label != "city"


SQLITE = "django.db.backends.sqlite3"
settings.configure(
    SECRET_KEY="bench", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, USE_TZ=True,
    STATIC_URL="/static/", DEFAULT_AUTO_FIELD="django.db.models.AutoField", LANGUAGE_CODE="zh-hans",
    DATABASE_ROUTERS=[f"{__name__}.Router"],
    DATABASES={"default": {"ENGINE": SQLITE, "NAME": os.environ["OWN"]},
               "city": {"ENGINE": SQLITE, "NAME": os.environ["CITY"]}},
    INSTALLED_APPS=["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
                    "django.contrib.sessions", "django.contrib.messages", f"{__name__}.City"],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware",
                "django.contrib.sessions.middleware.SessionMiddleware",
                "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
                "django.contrib.messages.middleware.MessageMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request",
                                                   "django.contrib.auth.context_processors.auth",
                                                   "django.contrib.messages.context_processors.messages"]}}],
)  # fmt: skip
django.setup()

from django.contrib import admin
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.urls import path


class Unit(models.Model):
    name = models.CharField(max_length=200)

    class Meta:
        app_label, managed, db_table = "city", False, "unit"

    def __str__(self):
        return self.name


class Person(models.Model):
    name = models.CharField(max_length=200)

    class Meta:
        app_label, managed, db_table = "city", False, "user"

    def __str__(self):
        return self.name


class Problem(models.Model):
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=60)
    severity = models.CharField(max_length=32)
    status = models.CharField(max_length=32)
    found_on = models.DateField()
    due_on = models.DateField(null=True)
    paper_number = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.DO_NOTHING)
    handler = models.ForeignKey(Person, models.DO_NOTHING)

    class Meta:
        app_label, managed, db_table = "city", False, "problem"


@admin.register(Problem)
class ProblemAdmin(admin.ModelAdmin):
    list_display = ("title", "unit", "category", "severity", "status", "found_on", "due_on",
                    "paper_number", "handler")  # fmt: skip
    list_select_related = ("unit", "handler")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-id",)

    def get_paginator(self, request, queryset, per_page, **more):
        paginator = super().get_paginator(request, queryset, per_page, **more)
        paginator.count = 1000  # an exact count walks the table
        return paginator


urlpatterns = [path("admin/", admin.site.urls)]
application = get_wsgi_application()


def session_key():
    """A superuser's session in the peer's own database."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    call_command("migrate", verbosity=0)
    user, _ = User.objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


if __name__ == "__main__":
    print(session_key())
