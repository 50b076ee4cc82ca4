#include "api/thread_json.hpp"

#include <algorithm>
#include <span>

#include "comment/json_text.hpp"

namespace moderato::gateway::api {
namespace {

// From the top down to one comment; of a longer one, the lower part.
constexpr std::size_t longest_way = 200;

void append_time(std::string& out, Time time) {
  out += '"';
  append_rfc3339(out, time);
  out += '"';
}

void append_text_or_null(std::string& out, std::string_view text) {
  text.empty() ? void(out += "null") : append_json_string(out, text);
}

void append_author(std::string& out, const PublishedComment& comment) {
  if (comment.withdrawn) return void(out += "null");
  out += R"({"name":)";
  append_text_or_null(out, comment.author_name);
  out += comment.staff ? R"(,"staff":true})" : R"(,"staff":false})";
}

// Its fields up to `replies`, which is left open.
void begin_comment(std::string& out, const PublishedComment& comment, bool at_top, std::size_t below) {
  out += R"({"id":)";
  append_json_string(out, comment.id);
  out += R"(,"parent":)";
  append_parent(out, comment, at_top);
  out += comment.withdrawn ? R"(,"state":"withdrawn","author":)" : R"(,"state":"published","author":)";
  append_author(out, comment);
  out += R"(,"text":)";
  append_json_string(out, comment.text);
  out += R"(,"created_at":)";
  append_time(out, comment.created_at);
  out += R"(,"edited_at":)";
  comment.edited_at && !comment.withdrawn ? append_time(out, *comment.edited_at) : void(out += "null");
  out += R"(,"seq":)" + std::to_string(comment.seq.value);
  out += R"(,"reply_count":)" + std::to_string(below) + R"(,"replies":)";
}

void append_next(std::string& out, const std::optional<Cursor>& next) {
  out += R"(],"next":)";
  out += next ? '"' + to_text(*next) + '"' : "null";
}

class Nester {
 public:
  // `way`: down to a comment that is to be there whatever there is room for; may be empty.
  Nester(std::string& out, const ThreadTree& tree, std::span<const std::uint32_t> way)
      : out_(out), tree_(tree), way_(way) {}

  // `depth`: levels above it in this answer.
  void append(std::uint32_t at, std::size_t depth) {
    const ThreadTree::Node& node = tree_.node(at);
    begin_comment(out_, tree_.comment(at), !node.parent, node.below);
    out_ += R"({"comments":[)";
    bool first = true;
    const auto put = [&](std::uint32_t reply) {
      if (!first) out_ += ',';
      first = false;
      ++nested_;
      append(reply, depth + 1);
    };
    const bool leads = depth + 1 < way_.size() && way_[depth] == at;
    if (leads) put(way_[depth + 1]);
    Cursor last{};
    std::optional<Cursor> next;
    for (const std::uint32_t reply : node.replies) {
      if (!leads || reply != way_[depth + 1]) {
        if (nested_ >= most_nested || depth + 1 >= deepest_nested) {
          next = last;
          break;
        }
        put(reply);
      }
      last = {0, tree_.comment(reply).first_seq.value};
    }
    append_next(out_, next);
    out_ += "}}";
  }

 private:
  std::string& out_;
  const ThreadTree& tree_;
  std::span<const std::uint32_t> way_;
  std::size_t nested_ = 0;
};

void append_all(std::string& out, const ThreadTree& tree, const ThreadTree::Slice& slice) {
  Nester nester{out, tree, {}};
  out += '[';
  for (std::size_t i = 0; i < slice.comments.size(); ++i) {
    if (i > 0) out += ',';
    nester.append(slice.comments[i], 0);
  }
  append_next(out, slice.next);
}

void append_article(std::string& out, const ArticleFacts& article) {
  out += R"({"article":{"id":)";
  append_json_string(out, article.article);
  out += R"(,"title":)";
  append_text_or_null(out, article.title);
  out += R"(,"url":)";
  append_text_or_null(out, article.url);
  out += article.closed ? R"(,"closed":true})" : R"(,"closed":false})";
}

}  // namespace

void append_parent(std::string& out, const PublishedComment& comment, bool at_top) {
  at_top || !comment.parent ? void(out += "null") : append_json_string(out, *comment.parent);
}

void append_comment(std::string& out, const PublishedComment& comment, bool at_top, std::size_t below) {
  begin_comment(out, comment, at_top, below);
  out += R"({"comments":[],"next":null}})";
}

std::string page_json(const ThreadTree& tree, const ArticleFacts& article, Seq seq, const ThreadTree::Slice& slice) {
  std::string out;
  append_article(out, article);
  out +=
      R"(,"count":)" + std::to_string(tree.published()) + R"(,"seq":)" + std::to_string(seq.value) + R"(,"comments":)";
  append_all(out, tree, slice);
  return out + '}';
}

std::string replies_json(const ThreadTree& tree, const ThreadTree::Slice& slice) {
  std::string out = R"({"comments":)";
  append_all(out, tree, slice);
  return out + '}';
}

std::string thread_json(const ThreadTree& tree, const ArticleFacts& article, std::uint32_t comment) {
  std::string out;
  append_article(out, article);
  out += R"(,"thread":)";
  const auto whole = tree.way_to(comment);
  const std::span<const std::uint32_t> way{whole};
  const auto shown = way.last(std::min(way.size(), longest_way));
  Nester{out, tree, shown}.append(shown.front(), 0);
  return out + '}';
}

}  // namespace moderato::gateway::api
