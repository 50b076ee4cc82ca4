// How comments, decisions and answers look on their way between the daemon and the process of an isolated filter.
//
// The daemon trusts nothing that comes from there: whatever the bytes are, `decode_answer` returns an answer that a
// filter may give, or says what is wrong. Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "chain/filter.hpp"
#include "chain/isolation/bytes.hpp"
#include "comment/result.hpp"

namespace moderato::isolation {

// Both ends must have the same: they are built and installed together.
inline constexpr std::uint32_t protocol = 2;

// No answer has more bytes.
inline constexpr std::size_t largest_answer = 32'768;

void encode(ByteWriter& out, const moderato_comment& comment);
void encode(ByteWriter& out, const moderato_decision& decision);  // its comment without context
void encode(ByteWriter& out, const Answer& answer);

// These point into what is read. Of use only if the reader is `ok` afterwards.
[[nodiscard]] moderato_comment decode_comment(ByteReader& in);
struct DecodedDecision {
  moderato_comment comment;
  moderato_decision decision;  // its `comment` is to be set to the one above, wherever that is kept

  [[nodiscard]] const moderato_decision& get() {
    decision.comment = &comment;
    return decision;
  }
};
[[nodiscard]] DecodedDecision decode_decision(ByteReader& in);

// The answer about a text of `text_size` bytes. An error says what is wrong with it, as the rest of a sentence that
// begins with "it answered nonsense: ".
[[nodiscard]] Result<Answer> decode_answer(std::string_view bytes, std::size_t text_size);

}  // namespace moderato::isolation
