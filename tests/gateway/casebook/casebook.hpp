// What the tests of the casebook are written in.
#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/reader.hpp"
#include "casebook/writer.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::gateway::casebook {

// A decision as the feed tells of it. By the chain, unless `by` says who.
struct Told {
  Topic topic = Topic::held;
  std::string id = "c1";
  std::string text = "A comment.";
  std::string site = "s";
  std::string article = "a";
  std::string parent{};
  std::string author = "ann";
  std::string name = "Ann";
  unsigned revision = 0;
  std::string by = "chain";
  std::string filter = "words";  // that holds or rejects it
  double score = 0.5;
  std::string code{};    // "moderator.undo"
  std::string action{};  // where the topic does not say it
  std::string url{};
  std::int64_t at = 0;  // seconds since the first; 0: as its seq says
};

inline Time start() {
  return *parse_rfc3339("2026-11-23T08:00:00Z");
}

// A casebook in a folder of its own; each decision gets the next seq.
struct Book {
  testing::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "casebook.db";
  Writer writer = Writer::open(file).value();
  Reader reader = Reader::open(file).value();
  std::int64_t seq = 0;

  [[nodiscard]] Message message(const Told& told) {
    namespace json = boost::json;
    ++seq;
    json::object comment{{"id", told.id},
                         {"site", told.site},
                         {"article", told.article},
                         {"author", {{"id", told.author}, {"name", told.name}, {"email", "e@mail.example"}}},
                         {"text", told.text}};
    if (!told.parent.empty()) comment["parent"] = told.parent;
    if (!told.url.empty()) comment["url"] = told.url;
    std::string action = told.action;
    if (action.empty())
      action = told.topic == Topic::approved ? "approve" : told.topic == Topic::held ? "hold" : "reject";
    json::array reasons;
    if (told.topic == Topic::erased)
      reasons.push_back({{"filter", "erasure"}, {"code", "erasure.request"}, {"action", "reject"}});
    else if (told.by != "chain")
      reasons.push_back({{"filter", "moderator"},
                         {"code", told.code.empty() ? "moderator." + action : told.code},
                         {"action", action},
                         {"message", "I say so."}});
    else if (told.topic != Topic::approved)
      reasons.push_back({{"filter", told.filter},
                         {"code", told.filter + ".bad"},
                         {"action", action},
                         {"score", told.score},
                         {"message", "Bad."},
                         {"spans", json::array{json::array{0, 1}}}});
    std::string at;
    append_rfc3339(at, start() + std::chrono::seconds{told.at != 0 ? told.at : seq});
    return {told.topic,
            {seq},
            serialize(comment),
            serialize(json::value{{"seq", seq},
                                  {"action", action},
                                  {"reasons", reasons},
                                  {"scores", {{told.filter, {{"bad", told.score}}}}},
                                  {"decided_by", told.by},
                                  {"revision", told.revision},
                                  {"decided_at", at}})};
  }

  Writer::Applied tell(const Told& told) {
    const Message one = message(told);
    return writer.apply({&one, 1});
  }
  void tell_all(const std::vector<Told>& all) {
    std::vector<Message> messages;
    for (const Told& told : all) messages.push_back(message(told));
    (void)writer.apply(messages);
  }

  [[nodiscard]] std::vector<std::string> held(const Narrow& narrow = {}, Order order = Order::oldest) const {
    std::vector<std::string> ids;
    for (const Case& one : reader.held(narrow, order, std::nullopt, 100)) ids.push_back(one.key.id);
    return ids;
  }
  [[nodiscard]] std::vector<std::string> search(const Narrow& narrow, Order order = Order::newest) const {
    std::vector<std::string> ids;
    for (const Reader::Found& found : reader.search(narrow, order, std::nullopt, 100).found)
      ids.push_back(found.one.key.id);
    return ids;
  }
  [[nodiscard]] std::vector<std::string> words(std::string words) const { return search({.words = std::move(words)}); }

  // All that stands in its files.
  [[nodiscard]] std::string bytes() const {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path()}) {
      std::ifstream in{entry.path(), std::ios::binary};
      all.append(std::istreambuf_iterator<char>{in}, {});
    }
    return all;
  }
};

}  // namespace moderato::gateway::casebook
