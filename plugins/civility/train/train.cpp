// civility-train: learns civility.model from labelled comments. See scripts/train-civility.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "calibrate.hpp"
#include "dataset.hpp"
#include "learn_linear.hpp"
#include "learn_network.hpp"
#include "lessons.hpp"
#include "model/model_file.hpp"
#include "words.hpp"
#include "written.hpp"

namespace moderato::civility {
namespace {

constexpr std::size_t lexicon_size = 38'000;
constexpr std::uint64_t seed = 20260101;

int train(const std::string& data, const std::string& written, const std::string& knowledge, const std::string& file) {
  Dataset dataset = read_dataset(std::filesystem::path{data} / "train");
  read_written(written, dataset);
  std::cout << dataset.examples.size() << " comments from " << dataset.sources.size() << " sources\n" << std::flush;
  Random random{seed};
  ChosenWords chosen = choose_words(dataset, read_known_words(knowledge), lexicon_size, Network::dimensions, random);
  Lexicon lexicon{chosen.words, std::move(chosen.masked)};
  std::cout << lexicon.size() << " words\n" << std::flush;
  const Lessons lessons = prepare(dataset, lexicon, random);
  Linear linear = learn_linear(lessons, random);
  std::cout << "learned the linear part from " << lessons.all.size() << " lessons\n" << std::flush;
  Network network = learn_network(lessons, std::move(chosen.vectors), random);
  std::cout << "learned the network\n" << std::flush;
  Model model{std::move(lexicon), std::move(linear), std::move(network), {}};
  calibrate(model, dataset, std::cout);
  save_model(model, file);
  std::cout << "wrote " << file << '\n';
  return 0;
}

// One line for each comment that is not learned from, so that others who measure need not fold texts to find them.
int print_held_out(const std::string& data) {
  const Dataset dataset = read_dataset(std::filesystem::path{data} / "train");
  for (const Example& example : dataset.examples)
    if (example.held_out) std::cout << dataset.sources[example.source] << ".tsv\t" << example.line << '\n';
  return 0;
}

}  // namespace
}  // namespace moderato::civility

int main(int count, char** values) {
  const std::vector<std::string> arguments{values + 1, values + count};
  try {
    if (arguments.size() == 2 && arguments[0] == "--held-out") return moderato::civility::print_held_out(arguments[1]);
    if (arguments.size() == 4) return moderato::civility::train(arguments[0], arguments[1], arguments[2], arguments[3]);
  } catch (const std::exception& error) {
    std::cerr << "civility-train: " << error.what() << '\n';
    return 1;
  }
  std::cerr << "usage: civility-train DATA_DIR SENTENCES_DIR WORDS_DIR MODEL\n"
               "         learn from DATA_DIR/train/*.tsv and SENTENCES_DIR/*.txt, write MODEL\n"
               "       civility-train --held-out DATA_DIR\n"
               "         print FILE<tab>LINE of each comment not learned from\n";
  return 64;
}
