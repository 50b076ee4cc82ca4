#include "wording.hpp"

namespace moderato::links {

std::string code_of(Fault fault) {
  switch (fault) {
    case Fault::denied:
      return "links.denied";
    case Fault::misleading:
      return "links.misleading";
    case Fault::look_alike:
      return "links.look_alike";
    case Fault::ip_address:
      return "links.ip_address";
    case Fault::shortener:
      return "links.shortener";
    case Fault::not_allowed:
      return "links.not_allowed";
    case Fault::too_many:
      return "links.too_many";
    case Fault::new_author:
      return "links.new_author";
  }
  return "links";
}

std::string shown(std::string_view ascii) {
  constexpr std::size_t longest = 60;
  std::string text{ascii};
  for (char& c : text) {
    const bool harmless = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
                          c == ':' || c == '[' || c == ']';
    if (!harmless) c = '?';
  }
  if (text.size() <= longest) return text;
  return "..." + text.substr(text.size() - (longest - 3));  // Its end says whose it is.
}

std::string message_of(Fault fault, const Words& words) {
  const std::string domain = shown(words.domain), other = shown(words.other);
  switch (fault) {
    case Fault::denied:
      return "Links to " + domain + " are not accepted here.";
    case Fault::misleading:
      if (other.empty())
        return "A link hides behind an \"@\" that it leads to " + domain + "; write the address plainly.";
      return "A link shows " + other + " but leads to " + domain + "; write the address it leads to.";
    case Fault::look_alike:
      return other.empty() ? "The address " + domain + " mixes letters that look alike; write the site's usual address."
                           : "The address " + domain + " looks like " + other + " but is another site.";
    case Fault::ip_address:
      return "Links to bare addresses such as " + domain + " are not accepted here; use the site's name.";
    case Fault::shortener:
      return "Links shortened by " + domain + " hide where they lead; use the full address.";
    case Fault::not_allowed:
      return "Links to " + domain + " have to be looked at by a moderator before they appear here.";
    case Fault::too_many:
      if (words.limit == 0)
        return "Links are not accepted here without a look by a moderator; this comment has " +
               std::to_string(words.links) + ".";
      return "This comment has " + std::to_string(words.links) + " links; at most " + std::to_string(words.limit) +
             (words.limit == 1 ? " is" : " are") + " accepted here.";
    case Fault::new_author:
      return "Links wait for a moderator until " +
             (words.limit == 1 ? "one of your comments has" : std::to_string(words.limit) + " of your comments have") +
             " been approved; leave out " + domain + " to go without.";
  }
  return {};
}

}  // namespace moderato::links
