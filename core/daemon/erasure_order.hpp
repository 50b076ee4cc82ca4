// What was asked to be erased, as the ledger keeps it until it is done.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "comment/ids.hpp"

namespace moderato {

struct ErasureOrder {
  std::string site;
  std::string author;  // all comments of this author, or else
  std::string id;      // this one
  std::string by;      // who asked for it
  Seq upto;            // what comes later is not meant
};

[[nodiscard]] std::string to_note(const ErasureOrder& order);
// Nothing when the note is damaged.
[[nodiscard]] std::optional<ErasureOrder> order_from(std::string_view note);

}  // namespace moderato
