// The JSON that Coral sends.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace moderato::gateway::coral {

// The object, or what was expected. Half a pair of surrogates, which JavaScript's strings may have and JSON.stringify
// writes as an escape ("\ud83d"), becomes U+FFFD: a comment that has one must not go unread. At most 32 lists and
// objects in each other.
[[nodiscard]] std::variant<boost::json::object, std::string> read_object(std::string_view body);

// With each escape of half a pair replaced.
[[nodiscard]] std::string with_whole_pairs(std::string_view json);

}  // namespace moderato::gateway::coral
