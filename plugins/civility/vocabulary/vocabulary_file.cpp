#include "vocabulary_file.hpp"

#include <exception>
#include <memory>

namespace moderato::civility {
namespace {

void tell(const Host& host, const std::string& path, const Vocabulary* vocabulary, const std::exception* why) {
  if (vocabulary != nullptr) {
    host.log(Level::info,
             "civility: read " + path + " again, which has " + std::to_string(vocabulary->size()) + " entries now");
    return;
  }
  std::string reason = why->what();
  if (const auto* bad = dynamic_cast<const BadVocabulary*>(why)) {
    reason = bad->mistakes().front();
    if (bad->count() > 1) reason += " (and " + std::to_string(bad->count() - 1) + " more)";
  }
  host.log(Level::warning, "civility: keeps the words it had, since " + reason);
}

}  // namespace

VocabularyFile::VocabularyFile(const std::string& path, const text::Folder& folder, Host host,
                               std::chrono::milliseconds every)
    : files_(
          {path},
          [path, &folder] {
            return std::make_shared<const Vocabulary>(read_file(path, Vocabulary::most_bytes), path, folder);
          },
          [path, host](const Vocabulary* vocabulary, const std::exception* why) { tell(host, path, vocabulary, why); },
          every) {}

}  // namespace moderato::civility
