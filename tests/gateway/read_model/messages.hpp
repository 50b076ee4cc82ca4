// What the tests of the read model are written in.
#pragma once

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "read_model/reader.hpp"
#include "read_model/writer.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::gateway {

// A comment as a website hands it in.
inline boost::json::object comment(std::string_view id, std::string_view text, const boost::json::object& more = {}) {
  boost::json::object object{{"id", id}, {"article", "a"}, {"author", {{"id", "ann"}}}, {"text", text}};
  for (const auto& [name, value] : more) object[name] = value;
  return object;
}

// When what has this seq was decided.
inline std::string time_of(std::int64_t seq) {
  return "2026-11-23T08:15:00." + std::to_string(100'000 + seq) + "Z";
}

inline Message message(Topic topic, std::int64_t seq, const boost::json::value& comment, unsigned revision = 0,
                       std::string_view code = "chain.passed") {
  return {topic,
          {seq},
          serialize(comment),
          serialize(boost::json::value{{"seq", seq},
                                       {"revision", revision},
                                       {"decided_at", time_of(seq)},
                                       {"reasons", {{{"filter", "f"}, {"code", code}}}}})};
}

inline std::vector<std::string> ids(const Reader::Page& page) {
  std::vector<std::string> out;
  for (const PublishedComment& each : page.comments) out.push_back(each.id);
  return out;
}

// A read model in a folder of its own.
struct Model {
  testing::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "gateway.db";
  Writer writer = Writer::open(file).value();
  Reader reader = Reader::open(file).value();

  Writer::Applied apply(std::vector<Message> messages) { return writer.apply(messages); }
  Writer::Applied approve(std::int64_t seq, const boost::json::value& comment, unsigned revision = 0) {
    return apply({message(Topic::approved, seq, comment, revision)});
  }

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

}  // namespace moderato::gateway
