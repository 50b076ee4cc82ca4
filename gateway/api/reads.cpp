#include "api/reads.hpp"

#include <boost/asio/post.hpp>
#include <charconv>
#include <set>

#include "api/thread_json.hpp"
#include "comment/json_text.hpp"
#include "http/cache_control.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::api {
namespace {

using http::Problem;
using http::Request;

constexpr std::size_t most_articles = 100;  // of a request for counts
// Of an article; one with more shows its oldest.
constexpr std::size_t most_comments = 50'000;

std::size_t limit_of(const Request& request) {
  const auto text = request.query_value("limit");
  if (!text) return 20;
  std::size_t limit = 0;
  const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (error != std::errc{} || stop != text->data() + text->size() || limit < 1 || limit > 100)
    throw Problem{400, "limit.invalid", "limit must be a whole number from 1 to 100."};
  return limit;
}

std::optional<Cursor> cursor_of(const Request& request) {
  const auto text = request.query_value("cursor");
  if (!text) return std::nullopt;
  const auto cursor = cursor_from(*text);
  if (!cursor) throw Problem{400, "cursor.invalid", "This cursor can't be used: begin with the first page."};
  return cursor;
}

Order order_of(const Request& request) {
  const std::string_view sort = request.query_value("sort").value_or("newest");
  if (sort == "newest") return Order::newest;
  if (sort == "oldest") return Order::oldest;
  if (sort == "replies") return Order::replies;
  throw Problem{400, "sort.invalid", "sort must be newest, oldest or replies."};
}

ThreadTree tree_of(const Reader& reader, std::string_view site, std::string_view article) {
  std::vector<PublishedComment> all;
  Seq after{};
  for (bool more = true; more && all.size() < most_comments;) {
    auto page = reader.thread(site, article, most_comments - all.size(), after);
    more = page.more && !page.comments.empty();
    if (!page.comments.empty()) after = page.comments.back().first_seq;
    std::ranges::move(page.comments, std::back_inserter(all));
  }
  return ThreadTree{std::move(all)};
}

std::optional<std::string> page(const Request& request, const Reader& reader) {
  const Order order = order_of(request);
  const auto cursor = cursor_of(request);
  const std::size_t limit = limit_of(request);
  const Seq seq = reader.last_seq();  // before what it is said of: nothing is missed by who follows from there
  const std::string& article = request.parameter("article");
  const ThreadTree tree = tree_of(reader, request.parameter("site"), article);
  return page_json(tree, article, seq, tree.top(order, cursor, limit));
}

std::optional<std::string> thread(const Request& request, const Reader& reader) {
  const auto comment = reader.comment(request.parameter("site"), request.parameter("id"));
  if (!comment) return std::nullopt;
  const ThreadTree tree = tree_of(reader, comment->site, comment->article);
  const auto at = tree.find(comment->id);
  return at ? std::optional{thread_json(tree, comment->article, *at)} : std::nullopt;
}

std::optional<std::string> replies(const Request& request, const Reader& reader) {
  const auto cursor = cursor_of(request);
  const std::size_t limit = limit_of(request);
  const auto comment = reader.comment(request.parameter("site"), request.parameter("id"));
  if (!comment) return std::nullopt;
  const ThreadTree tree = tree_of(reader, comment->site, comment->article);
  const auto at = tree.find(comment->id);
  return at ? std::optional{replies_json(tree, tree.replies(*at, cursor, limit))} : std::nullopt;
}

std::optional<std::string> counts(const Request& request, const Reader& reader) {
  std::set<std::string_view> articles;
  for (const auto& [name, value] : request.query)
    if (name == "article") articles.insert(value);
  if (articles.empty() || articles.size() > most_articles)
    throw Problem{400, "article.invalid", "Name 1 to 100 articles: ?article=a&article=b."};
  const std::vector<std::string_view> names{articles.begin(), articles.end()};
  const auto found = reader.counts(request.parameter("site"), names);
  std::string out = R"({"counts":{)";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(out, names[i]);
    out += ':' + std::to_string(found[i]);
  }
  return out + "}}";
}

// What the answer changes with: its article where it is of one, else its site.
std::string topic_of(const Request& request) {
  for (const auto& [name, value] : request.parameters)
    if (name == "article") return request.parameter("site") + '/' + value;
  return request.parameter("site");
}

}  // namespace

Reads::Reads(Settings settings)
    : settings_(std::move(settings)), cache_(settings_.cache_bytes), threads_(settings_.threads) {}

Reads::~Reads() {
  threads_.join();
}

void Reads::add_routes(http::Router& router) {
  const std::string site = "/api/v1/sites/{site}";
  add(router, site + "/articles/{article}/comments", &page);
  add(router, site + "/comments/{id}", &thread);
  add(router, site + "/comments/{id}/replies", &replies);
  add(router, site + "/counts", &counts);
}

void Reads::add(http::Router& router, std::string_view pattern, Render how) {
  router.add(http::Method::get, pattern, [this, how](Request request, http::Responder responder) {
    answer(std::move(request), std::move(responder), how);
  });
}

void Reads::answer(Request request, http::Responder responder, Render how) {
  if (const auto found = cache_.find(topic_of(request), request.target); found.page)
    return responder.answer(
        found.page->answer(request, http::cache_control({.shared = true, .fresh = settings_.fresh})));
  auto work = std::make_shared<std::pair<Request, http::Responder>>(std::move(request), std::move(responder));
  boost::asio::post(threads_, [this, work, how] { render(work->first, work->second, how); });
}

Result<Reader> Reads::take_reader() {
  {
    const std::lock_guard lock{mutex_};
    if (!readers_.empty()) {
      Reader reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  return Reader::open(settings_.read_model);
}

void Reads::render(const Request& request, http::Responder& responder, Render how) try {
  auto reader = take_reader();
  if (!reader) return responder.answer(Problem{503, "read_model.away", reader.error().message}.response());
  const std::string topic = topic_of(request);
  const auto found = cache_.find(topic, request.target);
  auto text = how(request, *reader);
  {
    const std::lock_guard lock{mutex_};
    readers_.push_back(std::move(*reader));
  }
  if (!text) return responder.answer(Problem{404, "comment.not_found", "There is no such comment."}.response());
  const auto made = std::make_shared<const http::Content>(http::Content::make("application/json", std::move(*text)));
  cache_.put(topic, request.target, found.version, made);
  responder.answer(made->answer(request, http::cache_control({.shared = true, .fresh = settings_.fresh})));
} catch (const Problem& problem) {
  responder.answer(problem.response());
} catch (const std::exception&) {
  responder.answer(Problem{503, "read_model.unreadable", "The comments can't be read at the moment."}.response());
}

void Reads::changed(std::span<const Change> changes) {
  std::set<std::string> topics;
  for (const Change& change : changes) {
    if (change.kind == Change::Kind::started_anew) return cache_.all_changed();
    topics.insert(change.comment.site);
    topics.insert(change.comment.site + '/' + change.comment.article);
  }
  for (const std::string& topic : topics) cache_.changed(topic);
}

}  // namespace moderato::gateway::api
