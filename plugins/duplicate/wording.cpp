#include "wording.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "likeness.hpp"

namespace moderato::duplicate {
namespace {

// Shorter texts without a contact may be said twice by chance ("could not agree more with the author").
constexpr std::uint32_t telling = 60;  // symbols

std::string count_of(std::uint32_t number, const char* unit) {
  return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
}

std::string earlier(std::uint32_t then, std::uint32_t now) {
  const std::uint32_t seconds = now > then ? now - then : 0;
  if (seconds < 60) return "just before";
  if (seconds < 3'600) return count_of(seconds / 60, "minute") + " earlier";
  if (seconds < 86'400) return count_of(seconds / 3'600, "hour") + " earlier";
  return count_of(seconds / 86'400, "day") + " earlier";
}

std::string name_of(const Match& match) {
  return match.id().empty() ? "an earlier comment" : "comment " + std::string{match.id()};
}

Finding own(const Match& match, const Settings& settings, const std::string& when) {
  if (match.exact)
    return Finding::of(settings.own, "duplicate.own",
                       "You have posted this before, as " + name_of(match) + ", " + when + "; it is still there.");
  return Finding::of(std::min(settings.own, settings.near), "duplicate.own",
                     "You have posted much the same before, as " + name_of(match) + ", " + when +
                         "; to change it, edit that comment.");
}

}  // namespace

bool has_contact(std::string_view text) {
  const auto is = [&](std::size_t i, int (*kind)(int)) {
    return i < text.size() && kind(static_cast<unsigned char>(text[i])) != 0;
  };
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is(i, std::isdigit)) {
      if (++digits == 6) return true;
    } else if (c != ' ' && c != '-' && c != '.' && c != '/' && c != '(' && c != ')') {
      digits = 0;
    }
    if (c == '@' && is(i + 1, std::isalnum)) return true;
    if (c == ':' && text.substr(i, 3) == "://") return true;
    // A dot between letters: "example.com", but not "end.Start".
    if (c == '.' && i > 0 && is(i - 1, std::isalnum) && is(i + 1, std::islower) && is(i + 2, std::islower)) return true;
  }
  return false;
}

Finding finding_of(const Match& match, const Settings& settings, const Comment& comment, const Reader& reader,
                   Fingerprint& text, std::uint32_t now) {
  const std::string when = earlier(match.seconds, now);
  const bool telling_text = text.symbols >= telling || has_contact(comment.text());
  const auto at_most_near = [&](Action action) { return telling_text ? action : std::min(action, settings.near); };
  Finding finding;
  if (match.copies + 1 >= settings.campaign_from) {
    finding = Finding::of(at_most_near(settings.campaign), "duplicate.campaign",
                          "This has been posted " + count_of(match.copies + 1, "time") + " before, first as " +
                              name_of(match) + ", " + when + ".");
  } else if (match.same_author) {
    finding = own(match, settings, when);
  } else if (match.exact) {
    finding = Finding::of(at_most_near(settings.exact), "duplicate.exact",
                          "This says the same as " + name_of(match) + " by another author, " + when + ".");
  } else {
    finding = Finding::of(settings.near, "duplicate.near",
                          "This says much the same as " + name_of(match) + " by another author, " + when + ".");
  }
  finding.score = match.similarity;
  if (match.exact)
    finding.spans = {{0, static_cast<std::uint32_t>(comment.text().size())}};
  else if (match.record)
    finding.spans = shared_spans(reader, comment.text(), text, *match.record);
  return finding;
}

}  // namespace moderato::duplicate
