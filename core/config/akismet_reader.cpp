#include "config/akismet_reader.hpp"

#include "config/duration.hpp"
#include "config/web_origin.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

// In the order of AkismetHeld.
const std::vector<std::string>& held_names() {
  static const std::vector<std::string> names{"moderate", "spam", "ham"};
  return names;
}

}  // namespace

std::shared_ptr<const AkismetSettings> read_akismet(TableReader& site) {
  auto table = site.table("akismet");
  if (!table) return nullptr;
  AkismetSettings settings;
  if (const auto held = table->choice<AkismetHeld>("held", held_names())) settings.held = *held;
  for (const Text& text : table->strings("callbacks").value_or(std::vector<Text>{})) {
    if (const auto expected = expected_web_origin(text.text))
      table->report().add(text.place,
                          table->name_of("callbacks") + ": expected " + *expected + ", found " + in_quotes(text.text));
    else
      settings.callbacks.emplace_back(text.text);
  }
  if (const auto found = table->duration("recheck_after", {60 * one_second, 3'650 * one_day}))
    settings.recheck_after = std::chrono::seconds{*found / one_second};
  if (const auto found = table->number("discard_from", {0, 2})) settings.discard_from = *found;
  table->report_unknown();
  return std::make_shared<const AkismetSettings>(std::move(settings));
}

}  // namespace moderato
