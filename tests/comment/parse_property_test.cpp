// What is written as a comment is read as the same, whatever it says and whatever else it carries.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "comment/redact.hpp"
#include "comment/verdict.hpp"
#include "sdk/random_text.hpp"

namespace moderato {
namespace {

namespace json = boost::json;

class RandomComment {
 public:
  explicit RandomComment(unsigned seed) : random_(seed) {}

  json::object make() {
    json::object author{{"id", name()}};
    for (const char* field : {"name", "ip", "email", "token"})
      if (random_.one_in(2)) author[field] = name();
    extend(author);
    json::object comment{{"id", name()}, {"article", name()}, {"text", words()}, {"author", std::move(author)}};
    for (const char* field : {"site", "language", "url"})
      if (random_.one_in(2)) comment[field] = name();
    if (random_.one_in(2)) comment["parent"] = random_.one_in(4) ? json::value(nullptr) : json::value(name());
    extend(comment);
    return shuffled(comment);
  }

 private:
  std::string name() {
    std::string out = random_.word();
    while (out.size() > 40) out = "short";  // what is longer than a field may be is refused
    return out;
  }
  std::string words() {
    std::string out;
    for (std::size_t n = random_.below(12); n > 0; --n) {
      out += random_.one_in(5) ? random_.emoji() : random_.word();
      out += random_.one_in(6) ? std::string{"\"\\/\b\f\n\r\t{}[]:,"} : random_.separator();
    }
    return out;
  }

  json::value anything(std::size_t depth) {
    switch (random_.below(depth == 0 ? 5 : 7)) {
      case 0:
        return nullptr;
      case 1:
        return random_.one_in(2);
      case 2:
        return static_cast<std::int64_t>(random_.below(1'000'000)) - 500'000;
      case 3:
        return static_cast<double>(random_.below(1'000)) / 7;
      case 4:
        return json::value_from(words());
      case 5: {
        json::array list;
        for (std::size_t n = random_.below(4); n > 0; --n) list.push_back(anything(depth - 1));
        return list;
      }
      default: {
        json::object object;
        // Known names further down are nobody's business.
        for (std::size_t n = random_.below(4); n > 0; --n)
          object[random_.one_in(3) ? "text" : name()] = anything(depth - 1);
        return object;
      }
    }
  }
  void extend(json::object& object) {
    for (std::size_t n = random_.below(4); n > 0; --n) object["x-" + name()] = anything(3);
  }
  json::object shuffled(const json::object& object) {
    std::vector<std::pair<std::string, json::value>> fields;
    for (const auto& field : object) fields.emplace_back(field.key(), field.value());
    for (std::size_t i = fields.size(); i > 1; --i) std::swap(fields[i - 1], fields[random_.below(i)]);
    json::object out;
    for (auto& [key, value] : fields) out[key] = std::move(value);
    return out;
  }

  text::RandomText random_;
};

std::string_view field(const json::object& object, std::string_view name, std::string_view absent = {}) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || value->is_null()) return absent;
  return value->as_string();
}

TEST(ParseProperty, WhatIsWrittenIsRead) {
  for (unsigned seed = 0; seed < 2'000; ++seed) {
    const json::object written = RandomComment{seed}.make();
    const std::string frame = json::serialize(written);
    const auto comment = parse_comment(frame, {});
    ASSERT_TRUE(comment) << comment.error().message << ": " << frame;
    EXPECT_EQ(comment->frame, frame);
    const json::object& author = written.at("author").as_object();
    EXPECT_EQ(comment->id, field(written, "id"));
    EXPECT_EQ(comment->site, field(written, "site", "default"));
    EXPECT_EQ(comment->article, field(written, "article"));
    EXPECT_EQ(comment->text, field(written, "text"));
    EXPECT_EQ(comment->language, field(written, "language"));
    EXPECT_EQ(comment->url, field(written, "url"));
    EXPECT_EQ(comment->parent.value_or(""), field(written, "parent"));
    EXPECT_EQ(comment->author_id, field(author, "id"));
    EXPECT_EQ(comment->author_name, field(author, "name"));
    EXPECT_EQ(comment->author_ip, field(author, "ip"));
    EXPECT_EQ(comment->author_email, field(author, "email"));
    EXPECT_EQ(comment->author_token, field(author, "token"));
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed << ": " << frame;
  }
}

TEST(ParseProperty, UnknownFieldsChangeNothing) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    json::object written = RandomComment{seed}.make();
    const auto with = parse_comment(json::serialize(written), {});
    for (auto field = written.begin(); field != written.end();)
      field = field->key().starts_with("x-") ? written.erase(field) : field + 1;
    const auto without = parse_comment(json::serialize(written), {});
    ASSERT_TRUE(with && without) << "seed " << seed;
    EXPECT_EQ(with->key(), without->key()) << "seed " << seed;
    EXPECT_EQ(with->text, without->text) << "seed " << seed;
  }
}

TEST(ParseProperty, AnErasedCommentStillSaysWhereItStoodAndNothingElse) {
  for (unsigned seed = 0; seed < 1'000; ++seed) {
    const std::string frame = json::serialize(RandomComment{seed}.make());
    const auto before = parse_comment(frame, {});
    const std::string erased = erased_comment(frame);
    ASSERT_EQ(erased.size(), frame.size()) << "seed " << seed;
    const auto after = parse_comment(erased, {});
    ASSERT_TRUE(before && after) << "seed " << seed << ": " << erased;
    EXPECT_EQ(after->key(), before->key());
    EXPECT_EQ(after->article, before->article);
    EXPECT_EQ(after->parent, before->parent);
    EXPECT_EQ(after->language, before->language);
    EXPECT_EQ(after->author_id, "-");
    for (const std::string_view gone :
         {after->text, after->author_name, after->author_ip, after->author_email, after->author_token, after->url})
      EXPECT_TRUE(gone.empty());
    const json::value left = json::parse(erased);
    for (const auto& field : left.as_object()) EXPECT_FALSE(field.key().starts_with("x-"));
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed << ": " << frame << " -> " << erased;
  }
}

TEST(ParseProperty, AFrameThatIsCutIsRefused) {
  text::RandomText random{7};
  for (unsigned seed = 0; seed < 500; ++seed) {
    const std::string frame = json::serialize(RandomComment{seed}.make());
    const auto parsed = parse_comment(frame.substr(0, random.below(frame.size())), {});
    ASSERT_FALSE(parsed) << "seed " << seed;
    EXPECT_EQ(parsed.error().code, "comment.not_json") << "seed " << seed;
  }
}

TEST(ParseProperty, AVerdictNamesItsComment) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    const auto comment = parse_comment(json::serialize(RandomComment{seed}.make()), {});
    ASSERT_TRUE(comment);
    std::string verdict;
    append_verdict(verdict, *comment, {}, {Seq{seed}, 0, now()});
    const json::value read = json::parse(verdict);
    EXPECT_EQ(std::string_view{read.at("id").as_string()}, comment->id);
    EXPECT_EQ(std::string_view{read.at("site").as_string()}, comment->site);
    EXPECT_EQ(std::string_view{read.at("article").as_string()}, comment->article);
    EXPECT_EQ(read.at("seq").as_int64(), seed);
  }
}

}  // namespace
}  // namespace moderato
