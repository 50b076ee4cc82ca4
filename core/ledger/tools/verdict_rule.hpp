// Whether a stored verdict is the one of its decision.
#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "comment/ids.hpp"

namespace moderato {

// Whether it is a JSON object that names the decision's seq.
[[nodiscard]] inline bool verdict_is_of(Seq seq, std::string_view verdict) {
  boost::system::error_code failed;
  const auto value = boost::json::parse({verdict.data(), verdict.size()}, failed);
  const auto* object = failed ? nullptr : value.if_object();
  const auto* named = object == nullptr ? nullptr : object->if_contains("seq");
  return named != nullptr && named->is_int64() && named->as_int64() == seq.value;
}

}  // namespace moderato
