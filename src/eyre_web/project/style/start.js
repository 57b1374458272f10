// Every page works without this file. It adds what GOV.UK Frontend adds: counting characters, showing a password,
// moving the focus to the error summary, folding the navigation on a phone.
import {
  Button, CharacterCount, Checkboxes, createAll, ErrorSummary, isSupported, NotificationBanner, PasswordInput,
  Radios, ServiceNavigation, SkipLink, Tabs
} from "govuk-frontend"

// A radio may not say that it is expanded (ARIA in HTML), though the design system lets it. What it reveals stands next
// to it, so the reader comes to it at once.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input)
    input.removeAttribute("aria-expanded")
  }
}

document.body.classList.add("js-enabled")
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported")

if (isSupported()) {
  for (const component of [
    Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, PlainRadios, ServiceNavigation,
    SkipLink, Tabs
  ]) createAll(component)
}
