#include "stream.hpp"

#include <optional>
#include <stdexcept>
#include <unordered_map>

#include "json_lines.hpp"

namespace moderato::evaluate {
namespace {

using Places = std::unordered_map<std::string, std::size_t>;

Places places_of(const Stream& stream) {
  Places places;
  for (std::size_t i = 0; i < stream.size(); ++i) places.emplace(stream[i].id, i);
  return places;
}

std::size_t place_of(const std::string& id, const Places& places) {
  const auto at = places.find(id);
  if (at == places.end()) throw std::runtime_error("comment " + id + " is not in comments.jsonl");
  return at->second;
}

std::string article_key(const boost::json::object& object) {
  return text_of(object, "site") + '\n' + text_of(object, "article");
}

std::unordered_map<std::string, std::string> read_articles(const std::filesystem::path& file) {
  std::unordered_map<std::string, std::string> articles;
  if (!std::filesystem::exists(file)) return articles;
  each_line(file, [&](const auto& object) { articles[article_key(object)] = text_of(object, "text"); });
  return articles;
}

Found found_of(const std::string& action) {
  if (action == "approve") return Found::no;
  if (action == "hold") return Found::held;
  if (action == "reject") return Found::rejected;
  throw std::runtime_error("\"action\" is \"" + action + "\", not approve, hold or reject");
}

}  // namespace

Stream read_stream(const std::filesystem::path& folder) {
  const auto articles = read_articles(folder / "articles.jsonl");
  Stream stream;
  Places places;
  each_line(folder / "comments.jsonl", [&](const auto& object) {
    Comment comment;
    comment.id = text_of(object, "id");
    comment.author = text_of(object, "author");
    comment.text = text_of(object, "text");
    if (const auto parent = optional_text_of(object, "parent")) {
      if (const auto at = places.find(*parent); at != places.end()) {
        comment.parent_text = stream[at->second].text;
        comment.parent_author = stream[at->second].author;
      }
    }
    if (const auto article = articles.find(article_key(object)); article != articles.end())
      comment.article_text = article->second;
    if (!places.emplace(comment.id, stream.size()).second)
      throw std::runtime_error("comment " + comment.id + " is there already");
    stream.push_back(std::move(comment));
  });
  each_line(folder / "labels.jsonl", [&](const auto& object) {
    Comment& comment = stream[place_of(text_of(object, "id"), places)];
    const std::string recipe = text_of(object, "recipe");
    comment.recipe = recipe.substr(0, recipe.find('/'));
    comment.duplicate = optional_text_of(object, "duplicate_of").has_value();
  });
  return stream;
}

std::vector<Found> read_verdicts(const std::filesystem::path& file, const Stream& stream) {
  const Places places = places_of(stream);
  std::vector<std::optional<Found>> answers(stream.size());
  each_line(file, [&](const auto& object) {
    answers[place_of(text_of(object, "id"), places)] = found_of(text_of(object, "action"));
  });
  std::vector<Found> found;
  for (std::size_t i = 0; i < stream.size(); ++i) {
    if (!answers[i]) throw std::runtime_error(file.string() + ": comment " + stream[i].id + " has no verdict");
    found.push_back(*answers[i]);
  }
  return found;
}

}  // namespace moderato::evaluate
