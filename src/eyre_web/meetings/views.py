"""x"""

from django.http import HttpRequest, HttpResponse


def front_page(request: HttpRequest, **more: str) -> HttpResponse:
    return HttpResponse()


action_list = action = change = front_page
