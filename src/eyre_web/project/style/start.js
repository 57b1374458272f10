// Every page works without this file. It adds what GOV.UK Frontend adds: counting characters, showing a password,
// moving the focus to the error summary, folding the navigation on a phone.
import {
  Button, CharacterCount, Checkboxes, createAll, ErrorSummary, isSupported, NotificationBanner, PasswordInput,
  Radios, ServiceNavigation, SkipLink, Tabs
} from "govuk-frontend"

document.body.classList.add("js-enabled")
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported")

if (isSupported()) {
  for (const component of [
    Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation,
    SkipLink, Tabs
  ]) createAll(component)
}
