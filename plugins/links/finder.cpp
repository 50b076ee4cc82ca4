#include "finder.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "bare.hpp"
#include "symbols.hpp"
#include "url.hpp"

namespace moderato::links {
namespace {

class Finder {
 public:
  Finder(std::vector<Symbol> symbols, const Domains& domains) : symbols_(std::move(symbols)), domains_(domains) {}

  std::vector<Link> run() && {
    for (std::size_t at = 0; at < symbols_.size();) at = step(at);
    return std::move(links_);
  }

 private:
  // A marked-up link whose text has begun.
  struct Open {
    std::size_t link = 0;  // in links_
    std::size_t text = 0;  // where its text begins
    bool html = false;
  };

  char32_t code(std::size_t at) const { return at < symbols_.size() ? symbols_[at].code : 0; }
  bool is(std::size_t at, std::u32string_view word) const {
    for (std::size_t i = 0; i < word.size(); ++i)
      if (code(at + i) != word[i]) return false;
    return true;
  }
  bool is_space(std::size_t at) const {
    return code(at) == U' ' || code(at) == U'\n' || code(at) == U'\t' || code(at) == U'\r';
  }
  Span span(std::size_t begin, std::size_t end) const { return {symbols_[begin].begin, symbols_[end - 1].end}; }

  // Deals with what stands at `at`; returns where to go on, always further.
  std::size_t step(std::size_t at) {
    switch (symbols_[at].code) {
      case U'[':
        if (is(at, U"[url=")) return open_bbcode(at);
        if (is(at, U"[/url]")) return close(at, at + 6, false);
        brackets_.push_back(at);
        return at + 1;
      case U']':
        return close_bracket(at);
      case U'<':
        if (code(at + 1) == U'a' && (is_space(at + 2) || code(at + 2) == U'/')) return open_html(at);
        if (is(at, U"</a")) return close(at, end_of_tag(at + 3), true);
        return at + 1;
      default:
        return is_label(symbols_[at].code) ? run(at) : at + 1;
    }
  }

  std::size_t end_of_tag(std::size_t at) const {
    while (at < symbols_.size() && is_space(at)) ++at;
    return code(at) == U'>' ? at + 1 : at;
  }

  // A run of labels and dots: the scheme of a URL, or domains.
  std::size_t run(std::size_t begin) {
    std::size_t end = begin;
    while (is_label(code(end)) || code(end) == U'.') ++end;
    if (const std::size_t scheme = scheme_in(symbols_, begin, end); scheme < end) {
      if (const auto url = read_url(symbols_, scheme, end + 3)) return add(*url);
      return end + 3;
    }
    std::size_t piece = begin;
    for (std::size_t at = begin; at < end;) {
      if (code(at) != U'.' || (at + 1 < end && code(at + 1) != U'.')) {
        ++at;
        continue;
      }
      bare(piece, at);  // "wait...example.com"
      while (at < end && code(at) == U'.') ++at;
      piece = at;
    }
    return piece < end ? std::max(bare(piece, end), end) : end;
  }

  std::size_t bare(std::size_t begin, std::size_t end) {
    const auto found = begin < end ? find_bare(symbols_, begin, end, domains_) : std::nullopt;
    if (!found) return end;
    const std::size_t url_end = found->end == end ? found->url_end : found->end;
    return add({found->begin, url_end, text_of(symbols_, found->begin, found->end), false, found->doubtful});
  }

  std::size_t add(const Url& url) {
    links_.push_back({span(url.begin, url.end), url.host, url.user_info, url.doubtful, {}});
    return url.end;
  }

  std::size_t close_bracket(std::size_t at) {
    if (brackets_.empty()) return at + 1;
    const std::size_t open = brackets_.back();
    brackets_.pop_back();
    if (code(at + 1) != U'(') return at + 1;
    std::size_t from = at + 2;
    while (is_space(from)) ++from;
    if (code(from) == U'<') ++from;
    const auto url = read_target(symbols_, from, domains_);
    if (!url) return from;
    std::size_t end = url->end;
    // A title may follow: [text](url "title").
    for (std::size_t to = end; to < symbols_.size() && to < end + 500; ++to) {
      if (code(to) == U'(' || code(to) == U'[' || code(to) == U'\n') break;
      if (code(to) != U')') continue;
      end = to + 1;
      break;
    }
    Link link{span(open, end), url->host, url->user_info, false, {}};
    swallow(link, first_after(symbols_[open].begin), open + 1, at);
    links_.push_back(std::move(link));
    return end;
  }

  std::size_t open_bbcode(std::size_t at) {
    std::size_t from = at + 5;
    if (code(from) == U'"' || code(from) == U'\'') ++from;
    const auto url = read_target(symbols_, from, domains_);
    if (!url) return from;
    std::size_t end = url->end;
    while (code(end) == U'"' || code(end) == U'\'') ++end;
    if (code(end) == U']') ++end;
    add({at, end, url->host, url->user_info, false});
    open_ = Open{links_.size() - 1, end, false};
    return end;
  }

  std::size_t open_html(std::size_t at) {
    std::size_t end = at + 2;
    std::optional<Url> url;
    for (; end < symbols_.size() && code(end) != U'>' && code(end) != U'<'; ++end) {
      if (url || !is(end, U"href")) continue;
      std::size_t from = end + 4;
      while (is_space(from)) ++from;
      if (code(from) != U'=') continue;
      ++from;
      while (is_space(from)) ++from;
      if (code(from) == U'"' || code(from) == U'\'') ++from;
      while (is_space(from)) ++from;
      url = read_target(symbols_, from, domains_);
      end = (url ? url->end : from) - 1;
    }
    if (code(end) == U'>') ++end;
    if (!url) return end;
    add({at, end, url->host, url->user_info, false});
    open_ = Open{links_.size() - 1, end, true};
    return end;
  }

  // The text of an open link ends at `at`, its end mark at `end`.
  std::size_t close(std::size_t at, std::size_t end, bool html) {
    if (open_ && open_->html == html) {
      Link& link = links_[open_->link];
      swallow(link, open_->link + 1, open_->text, at);
      link.span.end = symbols_[end - 1].end;
      open_.reset();
    }
    return end;
  }

  std::size_t first_after(std::uint32_t begin) const {
    std::size_t first = links_.size();
    while (first > 0 && links_[first - 1].span.begin >= begin) --first;
    return first;
  }

  // Takes links_[first..] into `link`, whose text is [begin, end).
  void swallow(Link& link, std::size_t first, std::size_t begin, std::size_t end) {
    if (open_ && open_->link >= first) open_.reset();
    if (first >= links_.size()) return;
    if (links_.size() == first + 1 && !links_[first].doubtful && shows_only(links_[first].span, begin, end))
      link.shown = std::move(links_[first].host);
    links_.resize(first);
  }

  // Whether [begin, end) has no letters but those of `inner` and of HTML tags.
  bool shows_only(Span inner, std::size_t begin, std::size_t end) const {
    bool tag = false;
    for (std::size_t at = begin; at < end; ++at) {
      const Symbol& symbol = symbols_[at];
      if (symbol.begin >= inner.begin && symbol.end <= inner.end) continue;
      if (symbol.code == U'<') tag = true;
      if (!tag && is_label(symbol.code) && symbol.code != U'_' && symbol.code != U'-') return false;
      if (symbol.code == U'>') tag = false;
    }
    return true;
  }

  const std::vector<Symbol> symbols_;
  const Domains& domains_;
  std::vector<Link> links_;
  std::vector<std::size_t> brackets_;  // open ones
  std::optional<Open> open_;
};

}  // namespace

std::vector<Link> find_links(std::string_view text, const Domains& domains) {
  if (!worth_reading(text)) return {};
  return Finder{read(text), domains}.run();
}

}  // namespace moderato::links
