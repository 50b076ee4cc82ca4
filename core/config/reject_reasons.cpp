#include "config/reject_reasons.hpp"

#include "config/gateway_settings.hpp"

namespace moderato {

std::vector<std::string> read_reject_reasons(TableReader& table) {
  std::vector<std::string> reasons;
  for (const Text& text : table.strings("reject_reasons").value_or(std::vector<Text>{})) {
    const bool is_blank = text.text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (is_blank || text.text.size() > longest_reject_reason)
      table.report().add(text.place, table.name_of("reject_reasons") + ": expected a sentence of at most " +
                                         std::to_string(longest_reject_reason) + " bytes, found " +
                                         (is_blank ? "an empty one" : std::to_string(text.text.size()) + " bytes"));
    else
      reasons.emplace_back(text.text);
  }
  return reasons;
}

}  // namespace moderato
