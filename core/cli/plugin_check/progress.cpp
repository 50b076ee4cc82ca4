#include "cli/plugin_check/progress.hpp"

#include "comment/json_text.hpp"

namespace moderato::cli::plugin_check {

std::string_view to_string(Call call) {
  switch (call) {
    case Call::none:
      return "";
    case Call::load:
      return "loading";
    case Call::create:
      return "create";
    case Call::check:
      return "check";
    case Call::remember:
      return "remember";
    case Call::forget:
      return "forget";
    case Call::lookback:
      return "lookback";
    case Call::destroy:
      return "destroy";
  }
  return "";
}

std::string Progress::text() const {
  const std::uint64_t state = at_work_.state();
  if (state == 0) return {};
  const auto about = at_work_.comment();
  std::string text{to_string(static_cast<Call>(AtWork::what(state)))};
  if (about && !about->id.empty()) text += ", " + valid_utf8(about->id);
  return text;
}

}  // namespace moderato::cli::plugin_check
