// What the filter says to its program: JSON objects, each on one line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "greeting.hpp"
#include "moderato/filter.hpp"

namespace moderato::remote {

// `settings`: a JSON object.
[[nodiscard]] std::string hello(std::string_view settings);

// A comment to be judged: all of its object but the beginning, `{"id":…,`.
[[nodiscard]] std::string question(const Comment& comment, const ContextParts& wanted);
// The message about one, or the next of several in `message` (empty at first, then to be closed).
[[nodiscard]] std::string check(std::uint64_t id, std::string_view question);
void add_check(std::string& message, std::uint64_t id, std::string_view question);

// Decisions to be remembered, likewise comments to be forgotten: an object each, several to a message.
[[nodiscard]] std::string decision(const Decision& decision);
[[nodiscard]] std::string erasure(const Comment& comment);
void add_decision(std::string& message, std::string_view decision);
void add_erasure(std::string& message, std::string_view erasure);

// Ends what the functions above added to.
void close(std::string& message);

}  // namespace moderato::remote
