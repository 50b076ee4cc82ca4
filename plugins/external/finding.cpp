#include "finding.hpp"

#include <algorithm>

#include "moderato/text/utf8.hpp"

namespace moderato::external {
namespace {

constexpr std::size_t longest_explanation = 600;  // bytes
constexpr std::size_t longest_reason = 100;

// Goes on from "for ".
std::string_view words_of(ReasonCode code) {
  switch (code) {
    case ReasonCode::offensive:
      return "offensive language";
    case ReasonCode::abusive:
      return "abusive behaviour";
    case ReasonCode::spam:
      return "spam";
    case ReasonCode::banned_word:
      return "a banned word";
    case ReasonCode::ad:
      return "advertising";
    case ReasonCode::illegal_content:
      return "illegal content";
    case ReasonCode::harassment_bullying:
      return "harassment or bullying";
    case ReasonCode::misinformation:
      return "misinformation";
    case ReasonCode::hate_speech:
      return "hate speech";
    case ReasonCode::irrelevant_content:
      return "being off topic";
    case ReasonCode::other:
      return "another reason";
  }
  return "";
}

std::string_view words_of(Flag flag) {
  return flag == Flag::toxic ? "toxic" : "spam";
}

// " for spam: the explanation"; empty when nothing is known.
std::string because(const Answer& answer, bool show_explanation) {
  std::string text;
  if (!answer.reason) {
    for (const Flag flag : answer.flags)
      if (text.find(words_of(flag)) == text.npos) text.append(text.empty() ? " as " : " and ").append(words_of(flag));
    return text;
  }
  const RejectionReason& reason = *answer.reason;
  const std::string custom = show_explanation ? tamed(reason.custom, longest_reason) : std::string{};
  if (!custom.empty() && reason.code.value_or(ReasonCode::other) == ReasonCode::other)
    text.append(" for: ").append(custom);
  else if (reason.code && *reason.code != ReasonCode::other)
    text.append(" for ").append(words_of(*reason.code));
  if (!show_explanation) return text;
  if (const std::string legal = tamed(reason.legal_grounds, longest_reason); !legal.empty())
    text.append(" (").append(legal).append(")");
  if (const std::string explanation = tamed(reason.explanation, longest_explanation); !explanation.empty())
    text.append(": ").append(explanation);
  return text;
}

std::string ended(std::string text) {
  if (!text.ends_with('.') && !text.ends_with('!') && !text.ends_with('?')) text += '.';
  return text;
}

Finding rejected(const Answer& answer, const Outcomes& outcomes) {
  const std::string why = because(answer, outcomes.show_explanation);
  return Finding::of(outcomes.rejected, "external.rejected",
                     ended((outcomes.rejected == Action::reject ? "This comment was not accepted"
                                                                : "A moderator looks at this comment, which may not be "
                                                                  "accepted") +
                           why));
}

Finding held(const Answer& answer, Action action, const char* code) {
  const std::string why = because(answer, false);
  if (action == Action::hold)
    return Finding::hold(code, "A moderator looks at this comment before it appears" +
                                   (why.empty() ? std::string{} : "; it was marked" + why) + ".");
  return Finding::of(action, code, "This comment was marked" + (why.empty() ? " to be looked at" : why) + ".");
}

bool is_hidden(char32_t code) {
  return code == 0x7f || (code >= 0x80 && code < 0xa0) || (code >= 0x200b && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

}  // namespace

std::string tamed(std::string_view text, std::size_t most) {
  std::string out;
  bool cut = false;
  for (std::size_t at = 0; at < text.size() && !cut;) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const text::Decoded decoded = byte < 0x80 ? text::Decoded{byte, 1, true} : text::decode(text, at);
    const std::string_view bytes = text.substr(at, decoded.size);
    at += decoded.size;
    if (!decoded.valid || is_hidden(decoded.code)) continue;
    const bool space = decoded.code <= ' ';
    if (space && (out.empty() || out.ends_with(' '))) continue;
    cut = out.size() + bytes.size() > most;
    if (!cut) out.append(space ? " " : bytes);
  }
  while (out.ends_with(' ')) out.pop_back();
  return cut ? out + "…" : out;
}

Finding finding_of(const Answer& answer, const Outcomes& outcomes) {
  if (!answer.status) {
    if (answer.flags.empty()) return Finding::pass();
    return held(answer, outcomes.flagged, "external.flagged");
  }
  switch (*answer.status) {
    case Status::none:
      return answer.flags.empty() ? Finding::pass() : held(answer, outcomes.flagged, "external.flagged");
    case Status::approved:
      if (outcomes.approved == Action::pass) return Finding::pass();
      return Finding::approve("external.approved", "Approved by the site's moderation service.");
    case Status::rejected:
      return rejected(answer, outcomes);
    case Status::premod:
    case Status::system_withheld:
      return held(answer, outcomes.held, "external.held");
  }
  return Finding::pass();
}

}  // namespace moderato::external
