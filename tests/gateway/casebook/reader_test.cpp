#include <gmock/gmock.h>

#include "casebook/words.hpp"
#include "gateway/casebook/casebook.hpp"

namespace moderato::gateway::casebook {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(CasebookQueue, IsInOrderAndInPages) {
  Book book;
  book.tell_all({{.id = "x", .score = 0.5},
                 {.id = "y", .score = 0.9},
                 {.id = "z", .score = 0.5},
                 {.topic = Topic::approved, .id = "w"}});
  EXPECT_THAT(book.held(), ElementsAre("x", "y", "z"));
  EXPECT_THAT(book.held({}, Order::newest), ElementsAre("z", "y", "x"));
  EXPECT_THAT(book.held({}, Order::score), ElementsAre("y", "z", "x"));
  for (const Order order : {Order::oldest, Order::newest, Order::score}) {
    std::vector<std::string> one_by_one;
    std::optional<Place> after;
    for (;;) {
      const auto page = book.reader.held({}, order, after, 1);
      if (page.empty()) break;
      one_by_one.push_back(page[0].key.id);
      after = place_of(page[0], order);
    }
    EXPECT_EQ(one_by_one, book.held({}, order));
  }
  EXPECT_EQ(book.reader.count_held({}), 3U);
}

TEST(CasebookQueue, IsNarrowedDown) {
  Book book;
  book.tell_all({{.id = "x", .text = "one apple", .site = "s1"},
                 {.id = "y", .text = "two pears", .site = "s2", .article = "b", .author = "bob"},
                 {.id = "z", .text = "three apples", .site = "s2", .filter = "links"}});
  EXPECT_THAT(book.held({.site = "s2"}), ElementsAre("y", "z"));
  EXPECT_THAT(book.held({.scope = std::vector<std::string>{"s1"}}), ElementsAre("x"));
  EXPECT_THAT(book.held({.scope = std::vector<std::string>{"s1", "s2"}}), ElementsAre("x", "y", "z"));
  EXPECT_THAT(book.held({.scope = std::vector<std::string>{"s1"}, .site = "s2"}), IsEmpty());
  EXPECT_THAT(book.held({.scope = std::vector<std::string>{}}), IsEmpty());
  EXPECT_THAT(book.held({.site = "nowhere"}), IsEmpty());
  EXPECT_THAT(book.held({.article = "b"}), ElementsAre("y"));
  EXPECT_THAT(book.held({.author = "bob"}), ElementsAre("y"));
  EXPECT_THAT(book.held({.filter = "links"}), ElementsAre("z"));
  EXPECT_THAT(book.held({.code = "words.bad"}), ElementsAre("x", "y"));
  EXPECT_THAT(book.held({.filter = "links", .code = "words.bad"}), IsEmpty());
  EXPECT_THAT(book.held({.words = "apple*"}), ElementsAre("x", "z"));
  EXPECT_THAT(book.held({.words = "..."}), IsEmpty());
  EXPECT_EQ(book.reader.count_held({.words = "apple*"}), 2U);
  const std::vector<CaseKey> keys{{"s1", "x"}, {"s2", "y"}, {"s2", "none"}};
  EXPECT_THAT(book.reader.those(keys, {}), SizeIs(2));
  EXPECT_THAT(book.reader.those(keys, {.words = "apple*"}), SizeIs(1));
  EXPECT_THAT(book.reader.those(keys, {.scope = std::vector<std::string>{"s2"}}), SizeIs(1));
}

TEST(CasebookThread, ShowsWhatIsAround) {
  Book book;
  book.tell_all({{.topic = Topic::approved, .id = "top"},
                 {.topic = Topic::approved, .id = "beside", .parent = "top"},
                 {.id = "this", .parent = "top"},
                 {.topic = Topic::rejected, .id = "below", .parent = "this"},
                 {.topic = Topic::approved, .id = "after", .parent = "top"},
                 {.topic = Topic::approved, .id = "elsewhere", .article = "b", .parent = "top"}});
  const auto thread = book.reader.around(*book.reader.find("s", "this"));
  std::vector<std::string> ids;
  for (const auto& each : thread) ids.push_back(std::to_string(each.depth) + each.id + (each.focus ? "!" : ""));
  EXPECT_THAT(ids, ElementsAre("0top", "1beside", "1this!", "2below", "1after"));
}

TEST(CasebookThread, LinksThatGoRoundComeToAnEnd) {
  Book book;
  book.tell_all({{.id = "x", .parent = "y"}, {.id = "y", .parent = "x"}, {.id = "z", .parent = "z"}});
  EXPECT_THAT(book.reader.around(*book.reader.find("s", "x")), SizeIs(3));
  EXPECT_THAT(book.reader.around(*book.reader.find("s", "z")), SizeIs(1));
}

TEST(CasebookSearch, FindsWordsPhrasesAndBeginnings) {
  Book book;
  book.tell_all(
      {{.topic = Topic::approved, .id = "x", .text = "The quick brown fox"},
       {.topic = Topic::rejected, .id = "y", .text = "A brown, quick Fóx", .author = "bob", .name = "Élodie"}});
  EXPECT_THAT(book.words("quick"), ElementsAre("y", "x"));
  EXPECT_THAT(book.words("\"quick brown\""), ElementsAre("x"));
  EXPECT_THAT(book.words("fox"), ElementsAre("y", "x"));
  EXPECT_THAT(book.words("bro*"), ElementsAre("y", "x"));
  EXPECT_THAT(book.words("elodie"), ElementsAre("y"));
  EXPECT_THAT(book.words("quick none"), IsEmpty());
  EXPECT_THAT(book.search({.words = "quick", .state = State::rejected}), ElementsAre("y"));
  EXPECT_THAT(book.search({.author = "bob", .words = "quick"}), ElementsAre("y"));
  EXPECT_THAT(book.search({.scope = std::vector<std::string>{"t"}, .words = "quick"}), IsEmpty());
  EXPECT_THAT(book.search({.words = "quick"}, Order::oldest), ElementsAre("x", "y"));
  EXPECT_THAT(book.search({.words = "quick"}, Order::rank), SizeIs(2));
  EXPECT_THAT(book.search({}), ElementsAre("y", "x"));
  EXPECT_THAT(book.search({.from = start() + std::chrono::seconds{2}}), ElementsAre("y"));
  EXPECT_THAT(book.search({.words = "quick", .to = start() + std::chrono::seconds{2}}), ElementsAre("x"));
}

TEST(CasebookSearch, SaysWhatMatches) {
  Book book;
  (void)book.tell({.text = "Ä quick \xF0\x9F\xA6\x8A fox"});
  const auto found = book.reader.search({.words = "quick fox"}, Order::newest, std::nullopt, 10).found.at(0);
  EXPECT_EQ(found.text, "Ä quick \xF0\x9F\xA6\x8A fox");
  ASSERT_THAT(found.spans, SizeIs(2));
  EXPECT_EQ(found.text.substr(found.spans[0].first, found.spans[0].second - found.spans[0].first), "quick");
  EXPECT_EQ(found.text.substr(found.spans[1].first, found.spans[1].second - found.spans[1].first), "fox");
}

TEST(CasebookSearch, IsByWhoDecided) {
  Book book;
  book.tell_all({{.id = "x"},
                 {.id = "y"},
                 {.topic = Topic::approved, .id = "x", .by = "mia"},
                 {.topic = Topic::rejected, .id = "x", .by = "lea", .code = "moderator.reject"}});
  EXPECT_THAT(book.search({.moderator = "mia"}), ElementsAre("x"));
  EXPECT_THAT(book.search({.moderator = "lea"}), ElementsAre("x"));
  EXPECT_THAT(book.search({.moderator = "none"}), IsEmpty());
  EXPECT_THAT(book.reader.newest("s", "x")->deciders, ::testing::UnorderedElementsAre("mia", "lea"));
}

TEST(CasebookSearch, IsNotLedAstrayByWhatIsTyped) {
  Book book;
  (void)book.tell({.text = "marks t1 s1 NEAR or and not"});
  (void)book.tell({.id = "c2", .text = "nothing", .name = "Bob"});
  for (const char* typed : {"\"",
                            "\"\"",
                            "\"\"\"",
                            "*",
                            "**",
                            "a*",
                            "(",
                            ")",
                            "AND",
                            "OR",
                            "NOT",
                            "NEAR(a b)",
                            "marks : t1",
                            "{marks} : t1",
                            "text:x",
                            "-text",
                            "^nothing",
                            "x\"y",
                            "\"unbalanced",
                            "'; DROP TABLE comment; --",
                            "%",
                            "_",
                            "\\",
                            "+a + b",
                            "\xF0\x9F\xA6\x8A",
                            "…",
                            "a\tb\nc",
                            "col:\"",
                            "\"a\" * \"",
                            "!!!",
                            "日本語"})
    EXPECT_NO_THROW((void)book.words(typed)) << typed;
  EXPECT_THAT(book.words("t1"), ElementsAre("c1"));  // the word, not the mark
  EXPECT_THAT(book.words("marks : t1"), ElementsAre("c1"));
  EXPECT_THAT(book.words("NEAR AND not"), ElementsAre("c1"));
  EXPECT_NO_THROW((void)book.words(std::string(100'000, 'x')));
  std::string many;
  for (int i = 0; i < 5'000; ++i) many += "\"w\" ";
  EXPECT_NO_THROW((void)book.words(many));
}

TEST(CasebookWords, BecomeAnExpression) {
  EXPECT_EQ(match_of(""), "");
  EXPECT_EQ(match_of(" \t- "), "");
  EXPECT_EQ(match_of("a b"), "{text author_name} : (\"a\" \"b\")");
  EXPECT_EQ(match_of("\"a b\" c*"), "{text author_name} : (\"a b\" \"c\")");
  EXPECT_EQ(match_of("be*"), "{text author_name} : (\"be\" *)");
  EXPECT_EQ(match_of("\"a"), "{text author_name} : (\"a\")");
}

TEST(CasebookStatistics, CountDecisions) {
  Book book;
  book.tell_all({{.topic = Topic::approved, .id = "v", .at = 10},
                 {.id = "x", .at = 20},
                 {.topic = Topic::rejected, .id = "y", .at = 3'600 + 10},
                 {.topic = Topic::approved, .id = "x", .by = "mia", .at = 3'600 + 20},
                 {.topic = Topic::withdrawn, .id = "v", .by = "mia", .code = "moderator.reject", .at = 86'400}});
  const auto hours = book.reader.sums({}, std::chrono::hours{1});
  ASSERT_THAT(hours, SizeIs(3));
  EXPECT_EQ(hours[0].at, start());
  EXPECT_EQ(std::tie(hours[0].approved, hours[0].held, hours[0].rejected, hours[0].reviewed),
            std::make_tuple(1, 1, 0, 0));
  EXPECT_EQ(std::tie(hours[1].approved, hours[1].held, hours[1].rejected, hours[1].reviewed),
            std::make_tuple(1, 0, 1, 1));
  EXPECT_EQ(std::tie(hours[2].withdrawn, hours[2].reviewed), std::make_tuple(1, 1));
  EXPECT_THAT(book.reader.sums({}, std::chrono::hours{24}), SizeIs(2));
  EXPECT_THAT(book.reader.sums({.site = "t"}, std::chrono::hours{1}), IsEmpty());
  EXPECT_THAT(book.reader.sums({.to = start() + std::chrono::hours{1}}, std::chrono::hours{1}), SizeIs(1));
}

TEST(CasebookStatistics, SayHowFarFiltersAndModeratorsAgree) {
  Book book;
  const auto sums = [&] {
    const auto all = book.reader.filters({});
    EXPECT_THAT(all, SizeIs(1));
    return std::make_tuple(all[0].held, all[0].rejected, all[0].agreed, all[0].overruled);
  };
  book.tell_all({{.id = "x"}, {.id = "y"}, {.topic = Topic::rejected, .id = "z"}});
  EXPECT_EQ(sums(), std::make_tuple(2, 1, 0, 0));
  (void)book.tell({.topic = Topic::approved, .id = "x", .by = "mia"});
  (void)book.tell({.topic = Topic::rejected, .id = "y", .by = "mia"});
  EXPECT_EQ(sums(), std::make_tuple(2, 1, 1, 1));
  // Whatever is undone was not said.
  (void)book.tell({.topic = Topic::withdrawn, .id = "x", .by = "mia", .code = "moderator.undo", .action = "hold"});
  EXPECT_EQ(sums(), std::make_tuple(2, 1, 1, 0));
  (void)book.tell({.topic = Topic::rejected, .id = "x", .by = "lea"});
  EXPECT_EQ(sums(), std::make_tuple(2, 1, 2, 0));
}

TEST(CasebookStatistics, KnowReviewsAndTheirTimes) {
  Book book;
  book.tell_all(
      {{.id = "x", .at = 100},
       {.topic = Topic::approved, .id = "x", .by = "mia", .at = 160},
       {.topic = Topic::withdrawn, .id = "x", .by = "lea", .code = "moderator.undo", .action = "hold", .at = 170}});
  const auto reviews = book.reader.reviews({});
  ASSERT_THAT(reviews, SizeIs(2));
  EXPECT_EQ(reviews[1].moderator, "mia");
  EXPECT_TRUE(reviews[1].undone);
  EXPECT_EQ(reviews[1].waited_us, 60'000'000);
  EXPECT_EQ(reviews[0].kind, Kind::undo);
  EXPECT_EQ(reviews[0].waited_us, std::nullopt);
  EXPECT_THAT(book.reader.held_for({}, start() + std::chrono::seconds{170 + 3'600}), ElementsAre(0, 1, 0, 0, 0));
}

// Nothing that is asked reads a whole table.
TEST(CasebookPlans, GoAlongIndexes) {
  Book book;
  book.tell_all(
      {{.id = "x"}, {.id = "y", .site = "t", .parent = "x"}, {.topic = Topic::approved, .id = "x", .by = "mia"}});
  const std::vector<Narrow> all{{},
                                {.site = "s"},
                                {.scope = std::vector<std::string>{"s", "t"}},
                                {.site = "t",
                                 .article = "a",
                                 .author = "ann",
                                 .filter = "words",
                                 .code = "words.bad",
                                 .words = "a",
                                 .moderator = "mia",
                                 .state = State::held,
                                 .from = start(),
                                 .to = start() + std::chrono::hours{9}}};
  for (const Narrow& narrow : all) {
    for (const Order order : {Order::oldest, Order::newest, Order::score}) {
      (void)book.reader.held(narrow, order, std::nullopt, 10);
      (void)book.reader.held(narrow, order, Place{1, 1}, 10);
    }
    for (const Order order : {Order::oldest, Order::newest, Order::rank}) {
      (void)book.reader.search(narrow, order, std::nullopt, 10);
      (void)book.reader.search(narrow, order, Place{1, 1}, 10);
    }
    (void)book.reader.count_held(narrow);
    (void)book.reader.held_sums(narrow.scope);
    (void)book.reader.held_for(narrow, start());
    (void)book.reader.sums(narrow, std::chrono::hours{1});
    (void)book.reader.filters(narrow);
    (void)book.reader.reviews(narrow);
    (void)book.reader.those(std::vector<CaseKey>{{"t", "y"}}, narrow);
  }
  const Case one = *book.reader.find("t", "y");
  (void)book.reader.newest("t", "y");
  (void)book.reader.history("t", "y");
  (void)book.reader.around(one);
  (void)book.reader.author(*one.author);
  std::size_t seen = 0;
  for (const auto& [sql, lines] : book.reader.plans()) {
    for (const std::string& line : lines) {
      ++seen;
      const bool small = line == "SCAN site" || line == "SCAN s" || line == "SCAN moderator" ||
                         line == "SCAN position" || line.starts_with("SCAN (subquery") ||
                         line.starts_with("SCAN CONSTANT") || line.starts_with("SCAN site USING");
      const bool held = line.starts_with("SCAN c USING") && line.find("INDEX held_") != line.npos;
      const bool searched = line.find("VIRTUAL TABLE INDEX") != line.npos;
      // All there are, in their order, until the page is full or enough are counted.
      const bool paged = (line == "SCAN comment" || line.starts_with("SCAN comment USING COVERING INDEX")) &&
                         sql.find("LIMIT ?") != sql.npos;
      if (line.starts_with("SCAN") && !small && !held && !searched && !paged) ADD_FAILURE() << line << "\nin\n" << sql;
      const bool sorted = line.find("USE TEMP B-TREE FOR ORDER BY") != line.npos;
      if (sorted && sql.find("ORDER BY rank") == sql.npos) ADD_FAILURE() << line << "\nin\n" << sql;
    }
  }
  EXPECT_GT(seen, 100U);
}

}  // namespace
}  // namespace moderato::gateway::casebook
