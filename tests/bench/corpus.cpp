#include "corpus.hpp"

#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>

#include "comment/comment.hpp"

namespace moderato::bench {
namespace {

constexpr std::array<std::string_view, 96> words{
    "the",     "to",       "of",       "and",     "a",        "in",      "is",       "that",     "it",      "for",
    "you",     "on",       "was",      "are",     "with",     "as",      "they",     "not",      "have",    "this",
    "be",      "but",      "we",       "people",  "so",       "or",      "if",       "who",      "just",    "would",
    "like",    "what",     "about",    "there",   "their",    "all",     "my",       "more",     "when",    "can",
    "council", "bridge",   "tax",      "school",  "vote",     "river",   "traffic",  "housing",  "money",   "doctor",
    "because", "think",    "really",   "never",   "should",   "city",    "years",    "work",     "paper",   "article",
    "mayor",   "budget",   "bus",      "station", "weather",  "farmer",  "hospital", "question", "answer",  "history",
    "number",  "reason",   "problem",  "street",  "building", "company", "market",   "price",    "family",  "garden",
    "teacher", "student",  "summer",   "winter",  "morning",  "evening", "coffee",   "library",  "reading", "writing",
    "nothing", "everyone", "somebody", "quarter", "kitchen",  "window"};

void add_words(Corpus& corpus, const std::string& text) {
  std::istringstream in{text};
  for (std::string word; in >> word;) corpus.words.push_back(word);
}

}  // namespace

Corpus read_corpus(const std::filesystem::path& file) {
  Corpus corpus;
  corpus.name = file.filename().string();
  std::ifstream in{file};
  std::string line;
  std::set<std::string> authors;
  std::size_t bytes = 0;
  while (std::getline(in, line)) {
    const auto comment = parse_comment(line, {});
    if (!comment)
      throw std::runtime_error(file.string() + ":" + std::to_string(corpus.frames.size() + 1) + ": " +
                               comment.error().message);
    authors.emplace(comment->author_id);
    bytes += comment->text.size();
    add_words(corpus, std::string{comment->text});
    corpus.frames.push_back(std::move(line));
  }
  if (corpus.frames.empty()) throw std::runtime_error(file.string() + " has no comments");
  corpus.authors.assign(authors.begin(), authors.end());
  corpus.mean_text_bytes = static_cast<double>(bytes) / static_cast<double>(corpus.frames.size());
  return corpus;
}

Corpus make_corpus(std::size_t count) {
  Corpus corpus;
  corpus.name = "made-up comments";
  std::mt19937_64 random{20261123};
  std::vector<double> weights;
  for (std::size_t i = 0; i < words.size(); ++i) weights.push_back(1.0 / static_cast<double>(i + 1));
  std::discrete_distribution<std::size_t> word(weights.begin(), weights.end());
  std::lognormal_distribution<double> length(3.0, 0.9);
  const std::size_t authors = count / 8 + 1;
  for (std::size_t i = 0; i < authors; ++i) corpus.authors.push_back("u" + std::to_string(i));
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text;
    const auto n = static_cast<std::size_t>(std::min(length(random) + 2, 400.0));
    for (std::size_t w = 0; w < n; ++w) text.append(w == 0 ? "" : " ").append(words[word(random)]);
    text += " " + std::to_string(random() % 1'000'000);
    bytes += text.size();
    add_words(corpus, text);
    const std::size_t article = random() % (count / 100 + 1);
    std::string frame = "{\"id\":\"c" + std::to_string(i) + "\",\"article\":\"a" + std::to_string(article) +
                        "\",\"author\":{\"id\":\"" + corpus.authors[random() % authors] + "\"},\"text\":\"" + text +
                        "\"";
    if (i > 0 && random() % 10 == 0) frame += ",\"parent\":\"c" + std::to_string(random() % i) + "\"";
    corpus.frames.push_back(frame + "}");
  }
  corpus.mean_text_bytes = static_cast<double>(bytes) / static_cast<double>(count);
  return corpus;
}

std::string nth_frame(const Corpus& corpus, std::size_t i) {
  const std::string& frame = corpus.frames[i % corpus.frames.size()];
  const std::size_t round = i / corpus.frames.size();
  if (round == 0) return frame;
  boost::json::object comment = boost::json::parse(frame).as_object();
  const std::string prefix = std::to_string(round) + "-";
  for (const char* field : {"id", "parent"})
    if (boost::json::value* id = comment.if_contains(field); id != nullptr && id->is_string())
      *id = prefix + std::string{id->as_string()};
  std::mt19937_64 random{i};
  std::istringstream old{std::string{comment["text"].as_string()}};
  std::string text;
  for (std::string word; old >> word;)
    text.append(text.empty() ? "" : " ").append(corpus.words[random() % corpus.words.size()]);
  comment["text"] = text;
  return boost::json::serialize(comment);
}

}  // namespace moderato::bench
