"""`{% load prose %}{{ intro|prose }}`: a content text as paragraphs and lists."""

from django import template

from instruments.prose import to_html

register = template.Library()


@register.filter
def prose(text):
    return to_html(str(text or ""))
