#include "wording.hpp"

#include <string>
#include <utility>

namespace moderato::newcomer {
namespace {

// The same fact, said so that it is true of what becomes of the comment.
Finding finding(const Settings& settings, const char* code, std::string held, std::string rejected, std::string noted) {
  switch (settings.action) {
    case Action::hold:
      return Finding::hold(code, std::move(held));
    case Action::reject:
      return Finding::reject(code, std::move(rejected));
    case Action::pass:
    case Action::approve:  // refused as an option
      break;
  }
  return Finding::of(Action::pass, code, std::move(noted));
}

}  // namespace

Finding nameless(const Settings& settings) {
  return finding(settings, "newcomer.first", "Comments without an account are read by a moderator before they appear.",
                 "Comments without an account are not taken here; sign in to write one.",
                 "This comment was written without an account.");
}

Finding first_comments(const Settings& settings, const Past& past) {
  const std::uint32_t others = past.approved - (past.approved_this ? 1 : 0);
  const std::string number = std::to_string(others + 1);
  const std::string wanted = std::to_string(settings.approved);
  return finding(
      settings, "newcomer.first",
      settings.approved == 1 ? "Your first comment is read by a moderator before it appears."
                             : "Your first comments are read by a moderator before they appear; this is number " +
                                   number + " of " + wanted + ".",
      "You can't write here yet: that takes " + wanted + (settings.approved == 1 ? " comment" : " comments") +
          " approved before.",
      "This is number " + number + " of your first " + wanted + (settings.approved == 1 ? " comment." : " comments."));
}

Finding history(const Settings& settings) {
  return finding(settings, "newcomer.history",
                 "Several of your recent comments were turned away; a moderator reads this one first.",
                 "Several of your recent comments were turned away; you can't write for some time.",
                 "Several of your recent comments were turned away.");
}

}  // namespace moderato::newcomer
