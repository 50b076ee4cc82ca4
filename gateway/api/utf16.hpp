// Places in a text as JavaScript counts them: in UTF-16 code units.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace moderato::gateway::api {

using Places = std::pair<std::size_t, std::size_t>;  // [begin, end)

// Spans in bytes of `all`, a text in UTF-8, as spans in its UTF-16 code units: ascending, those that overlap as one,
// without those that are empty, or begin or end inside a character or beyond the text.
[[nodiscard]] std::vector<Places> in_utf16(std::string_view all, std::vector<Places> spans);

}  // namespace moderato::gateway::api
