#include <algorithm>
#include <string>
#include <string_view>

#include "measures.hpp"
#include "moderato/text/fold.hpp"

namespace moderato::bench {
namespace {

constexpr std::string_view ascii_comment =
    "Don't you think the council should have asked us first? It's our money, and the new bridge was promised for 2019; "
    "they have had the plans since then, and NOBODY has seen them. I really doubt that it will be any cheaper now. "
    "Read the article again before you answer, please - half of what you say is not in there at all!\n";

// A tenth of the words in disguise, a third of the text in other scripts.
constexpr std::string_view mixed_comment =
    "Don’t you think the council should have asked us first? It’s our m0ney… frее for them, f u c k that 😂😂 – "
    "À Genève, l’été dernier, c’était déjà pareil: ÇA SUFFIT! Как же так, почему нас никто не спросил? "
    "橋の計画は前からあった。 Sie wußten es seit Jahren, ＦＲＥＥ beer and a$$ k1ssing, что за бред!!! "
    "👍🏽\n";

// Bytes a second in texts as long as comments are, one after the other.
double bytes_per_second(const text::Folder& folder, std::string_view text) {
  text::Folded out;
  const auto round = [&] {
    const std::clock_t begin = std::clock();
    std::size_t bytes = 0;
    double taken = 0;
    while (taken < 0.2) {
      for (int i = 0; i < 1'000; ++i, bytes += text.size()) folder.fold(text, out);
      taken = processor_seconds(begin);
    }
    return static_cast<double>(bytes) / taken;
  };
  double best = 0;  // what else runs on the machine only ever slows it down
  for (int i = 0; i < 5; ++i) best = std::max(best, round());
  return best;
}

}  // namespace

std::vector<Figure> measure_fold() {
  const text::Folder folder;
  return {{"fold_ascii", bytes_per_second(folder, ascii_comment) / 1e6, "MB/s/core", 150, true, "best of 5"},
          {"fold_mixed", bytes_per_second(folder, mixed_comment) / 1e6, "MB/s/core", std::nullopt, true,
           "scripts, disguise, emoji"}};
}

}  // namespace moderato::bench
