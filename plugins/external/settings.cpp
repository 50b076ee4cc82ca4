#include "settings.hpp"

namespace moderato::external {
namespace {

Url read_url(Options& options) {
  auto parsed = parse_url(options.string("url", ""));
  if (const auto* wrong = std::get_if<std::string>(&parsed)) {
    options.refuse("url", *wrong);
    return {};
  }
  return std::get<Url>(std::move(parsed));
}

// Both that are in use while a secret is changed, the new one first.
std::vector<std::string> read_secrets(Options& options) {
  std::vector<std::string> secrets;
  if (auto current = options.string("secret", ""); !current.empty())
    secrets.push_back(std::move(current));
  else
    options.refuse("secret", R"(is missing: what the service checks signatures with, as { file = "phase.secret" })");
  if (auto previous = options.string("previous.secret", ""); !previous.empty()) secrets.push_back(std::move(previous));
  return secrets;
}

}  // namespace

ServiceSettings::ServiceSettings(Options& options)
    : url(read_url(options)),
      secrets(read_secrets(options)),
      ca_file(options.path("ca_file", "")),
      timeout(options.integer("timeout_ms", 200, 10, 60'000)),
      break_after(static_cast<int>(options.integer("break_after", 5, 0, 1'000))),
      break_for(
          options.duration("break_for", std::chrono::seconds{5}, std::chrono::seconds{1}, std::chrono::hours{1})) {
  if (!ca_file.empty() && !url.tls) options.refuse("ca_file", "is of no use: the URL does not begin with https://");
}

Outcomes::Outcomes(Options& options)
    : rejected(options.choice("rejected", 0, {"reject", "hold"}) == 0 ? Action::reject : Action::hold),
      held(options.choice("held", 0, {"hold", "pass"}) == 0 ? Action::hold : Action::pass),
      flagged(options.choice("flagged", 0, {"hold", "pass"}) == 0 ? Action::hold : Action::pass),
      approved(options.choice("approved", 0, {"pass", "approve"}) == 0 ? Action::pass : Action::approve),
      show_explanation(options.boolean("show_explanation", true)) {}

Settings::Settings(Options& options)
    : service(options),
      outcomes(options),
      roles(options),
      format(options.choice("format", 0, {"PLAIN_TEXT", "HTML"}) == 0 ? Format::plain_text : Format::html),
      tenant{options.string("tenant_id", "moderato"), options.string("tenant_domain", "localhost")} {}

}  // namespace moderato::external
