// How verdicts and comments read to people.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>

#include "cli/terminal.hpp"

namespace moderato::cli {

// Why, in a few words: "civility: insults someone (0.91); duplicate: …", in the order of the chain. What had no effect
// is left out unless nothing had any.
[[nodiscard]] std::string why(const boost::json::object& verdict);

// A receipt: the verdict, the comment's id and why.
[[nodiscard]] std::string receipt_line(const Painter& painter, const boost::json::object& verdict);

// "Alice: what she wrote", cut to one line.
[[nodiscard]] std::string comment_line(const boost::json::object& comment, std::size_t most);

// 0.9134 -> "0.91"
[[nodiscard]] std::string share(double value);

// 93784 -> "1d 02:03:04"
[[nodiscard]] std::string uptime_text(std::int64_t seconds);

// Fills up with spaces on the right (`width` > 0) or on the left. Counts bytes: for names and numbers.
[[nodiscard]] std::string padded(std::string_view text, int width);

}  // namespace moderato::cli
