#include "config/perspective_reader.hpp"

#include "config/web_origin.hpp"
#include "config/wording.hpp"

namespace moderato {

std::shared_ptr<const PerspectiveSettings> read_perspective(TableReader& site) {
  auto table = site.table("perspective");
  if (!table) return nullptr;
  auto settings = std::make_shared<PerspectiveSettings>();
  if (const auto address = table->string("public_address")) {
    const auto expected = address->ends_with('*') ? "an origin with its port" : expected_web_origin(*address);
    if (expected)
      table->report().add(
          table->raw().get("public_address")->source().begin,
          table->name_of("public_address") + ": expected " + *expected + ", found " + in_quotes(*address));
    settings->public_address = *address;
  }
  settings->record = table->boolean("record").value_or(settings->record);
  settings->unknown_attributes = table->choice<UnknownAttributes>("unknown_attributes", {"refuse", "leave_out"})
                                     .value_or(UnknownAttributes::refuse);
  table->report_unknown();
  return settings;
}

}  // namespace moderato
