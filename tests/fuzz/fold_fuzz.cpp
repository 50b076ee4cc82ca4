// Any bytes fold to well-formed text, whatever was folded before, and invisible characters change nothing.
#include <string_view>

#include "fuzz.hpp"
#include "moderato/text/fold.hpp"
#include "sdk/well_formed.hpp"

namespace {

using moderato::fuzz::require;

// An invisible character before every third character. Never inside of one, also where that is broken.
std::string strewn(std::string_view text) {
  std::string out;
  std::size_t count = 0;
  for (const char c : text) {
    if (!moderato::text::is_continuation(c) && ++count % 3 == 0) out += "\u200b";
    out += c;
  }
  return out;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const moderato::text::Folder folder;
  static moderato::text::Folded reused;
  const std::string_view text{reinterpret_cast<const char*>(data), size};

  folder.fold(text, reused);
  const std::string flaw = moderato::text::flaw(text, reused);
  require(flaw.empty(), "the folded text has " + flaw);

  moderato::text::Folded fresh;
  folder.fold(text, fresh);
  require(fresh.text == reused.text && fresh.origins == reused.origins && fresh.ends == reused.ends,
          "what was folded before changes the result");

  folder.fold_text(text, fresh);
  require(fresh.text == reused.text, "without a map the text is another: '" + fresh.text + "'");

  folder.fold(strewn(text), fresh);
  require(fresh.text == reused.text, "invisible characters change the result: '" + fresh.text + "'");
  return 0;
}
