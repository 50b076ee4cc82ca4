#include "api/article_page.hpp"

#include "api/html_text.hpp"
#include "api/thread_json.hpp"
#include "syndication/markup.hpp"

namespace moderato::gateway::api {
namespace {

using syndication::append_escaped;
using syndication::encoded;
using syndication::escaped;

constexpr std::size_t nested_levels = 4;                 // deeper replies stand in their ancestor's list
constexpr std::string_view root = "../../..";            // of the gateway, from where the page is
constexpr std::string_view set_apart = "<bdi class=\"";  // a name written from right to left carries nothing away

class PageWriter {
 public:
  explicit PageWriter(const ArticlePage& page) : page_(page), texts_(texts_of(page.language)) {}

  std::string whole() && {
    head();
    out_ += "<body>\n<main>\n";
    heading();
    if (page_.slice.comments.empty()) paragraph("notice", texts_.empty);
    if (!page_.slice.comments.empty()) list();
    pages();
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string_view title() const {
    return page_.article.title.empty() ? page_.article.article : page_.article.title;
  }

  [[nodiscard]] std::string_view name_of(const PublishedComment& comment) const {
    return comment.author_name.empty() ? texts_.someone : std::string_view{comment.author_name};
  }

  void head() {
    out_ += "<!doctype html>\n<html lang=\"" + std::string{to_string(page_.language)} +
            "\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
    append_escaped(out_, title());
    (out_ += " – ") += texts_.comments;
    out_ += "</title>\n<link rel=\"stylesheet\" href=\"" + std::string{root} + "/article.css\">\n";
    alternate("application/feed+json", "feed.json");
    alternate("application/atom+xml", "feed.atom");
    out_ += "</head>\n";
  }

  void alternate(std::string_view type, std::string_view file) {
    out_ += "<link rel=\"alternate\" type=\"" + std::string{type} + "\" href=\"" + std::string{root} +
            "/api/v1/sites/" + encoded(page_.article.site) + '/' + std::string{file} +
            "?article=" + encoded(page_.article.article) + "\">\n";
  }

  void heading() {
    out_ += "<h1 dir=\"auto\">";
    if (syndication::is_web_address(page_.article.url)) {
      out_ += "<a href=\"" + escaped(page_.article.url) + "\">";
      append_escaped(out_, title());
      out_ += "</a>";
    } else {
      append_escaped(out_, title());
    }
    out_ += "</h1>\n<h2>";
    if (page_.below) {
      (out_ += texts_.replies_to) += ' ';
      name(page_.tree.comment(*page_.below), "");
    } else {
      out_ += texts_.comments;
      out_ += " <span class=\"count\">" + number_in_words(page_.tree.published(), page_.language) + "</span>";
    }
    out_ += "</h2>\n";
    if (page_.article.closed) paragraph("notice", texts_.closed);
  }

  void paragraph(std::string_view kind, std::string_view text) {
    out_ += "<p class=\"" + std::string{kind} + "\">" + std::string{text} + "</p>\n";
  }

  void list() {
    out_ += "<ol class=\"thread\">\n";
    for (const std::uint32_t at : page_.slice.comments) comment(at, 0);
    out_ += "</ol>\n";
  }

  // `depth`: levels above it on this page.
  void comment(std::uint32_t at, std::size_t depth) {
    out_ += "<li>";
    article(at, depth > nested_levels);
    if (depth < nested_levels && !page_.tree.node(at).replies.empty()) {
      out_ += "\n<ol>\n";
      const auto next = replies(at, depth);
      out_ += "</ol>";
      if (next) more_replies(at, *next);
      out_ += "</li>\n";
      return;
    }
    // Those that are deeper follow it in the same list.
    std::string after = std::exchange(out_, {});
    const auto next = replies(at, depth);
    std::swap(after, out_);
    if (next) more_replies(at, *next);
    (out_ += "</li>\n") += after;
  }

  // Where to go on, if not all have room.
  std::optional<Cursor> replies(std::uint32_t to, std::size_t depth) {
    Cursor last{};
    for (const std::uint32_t reply : page_.tree.node(to).replies) {
      if (nested_ >= most_nested) return last;
      ++nested_;
      comment(reply, depth + 1);
      last = {0, page_.tree.comment(reply).first_seq.value};
    }
    return std::nullopt;
  }

  void article(std::uint32_t at, bool names_answered) {
    const PublishedComment& shown = page_.tree.comment(at);
    const std::string number = std::to_string(at);
    out_ += "<article id=\"comment-" + escaped(shown.id) + "\" aria-labelledby=\"by-" + number + "\">\n";
    if (shown.withdrawn) {
      out_ += "<p class=\"removed\" id=\"by-" + number + "\">" + std::string{texts_.removed} + "</p>\n</article>";
      return;
    }
    out_ += "<header><h3 id=\"by-" + number + "\">";
    name(shown, "name");
    if (shown.staff) out_ += " <span class=\"badge\">" + std::string{texts_.staff} + "</span>";
    const auto parent = page_.tree.node(at).parent;
    if (names_answered && parent && !page_.tree.comment(*parent).withdrawn) {
      out_ += " <span class=\"answered\">" + std::string{texts_.in_reply_to} + ' ';
      name(page_.tree.comment(*parent), "");
      out_ += "</span>";
    }
    out_ += "</h3> <span class=\"when\"><a href=\"#comment-" + encoded(shown.id) + "\">";
    time(shown.created_at);
    out_ += "</a>";
    if (shown.edited_at) (out_ += " · ") += texts_.edited;
    out_ += "</span></header>\n<div class=\"body\">";
    append_paragraphs(out_, shown.text);
    out_ += "</div>\n</article>";
  }

  void name(const PublishedComment& comment, std::string_view kind) {
    ((out_ += set_apart) += kind) += "\">";
    append_escaped(out_, name_of(comment));
    out_ += "</bdi>";
  }

  void time(Time time) {
    out_ += "<time datetime=\"";
    append_rfc3339(out_, time);
    (out_ += "\">") += time_in_words(time, page_.language);
    out_ += "</time>";
  }

  void more_replies(std::uint32_t to, const Cursor& after) {
    out_ += "\n<p class=\"more\">";
    link("replies=" + encoded(page_.tree.comment(to).id) + "&cursor=" + to_text(after), texts_.more_replies, "");
    out_ += "</p>";
  }

  void pages() {
    if (!page_.slice.next && !page_.below) return;
    out_ += "<nav class=\"more\" aria-label=\"" + std::string{texts_.pages} + "\">\n";
    if (page_.slice.next) {
      const std::string cursor = "cursor=" + to_text(*page_.slice.next);
      if (page_.below)
        link("replies=" + encoded(page_.tree.comment(*page_.below).id) + '&' + cursor, texts_.more_replies, "next");
      else
        link(cursor, texts_.more, "next");
    }
    if (page_.below) link("", texts_.all_comments, "");
    out_ += "</nav>\n";
  }

  // To this page with another question.
  void link(const std::string& query, std::string_view text, std::string_view relation) {
    std::string whole = page_.keep_language ? "?lang=" + std::string{to_string(page_.language)} : std::string{"?"};
    if (page_.keep_language && !query.empty()) whole += '&';
    out_ += "<a";
    if (!relation.empty()) out_ += " rel=\"" + std::string{relation} + '"';
    out_ += " href=\"" + escaped(whole + query) + "\">" + std::string{text} + "</a>\n";
  }

  const ArticlePage& page_;
  const PageTexts& texts_;
  std::string out_;
  std::size_t nested_ = 0;
};

}  // namespace

std::string article_page(const ArticlePage& page) {
  return PageWriter{page}.whole();
}

}  // namespace moderato::gateway::api
