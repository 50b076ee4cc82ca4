#include "judges.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "shorteners.hpp"

namespace moderato::links {
namespace {

constexpr std::size_t most_spans = 100;

DomainSet set_of(const Domains& domains, const std::vector<std::string>& list) {
  DomainSet set;
  for (const std::string& entry : list) set.insert(domains.name(entry).ascii);
  return set;
}

DomainSet all_shorteners(const Domains& domains, const std::vector<std::string>& list) {
  DomainSet set = set_of(domains, list);
  for (const std::string_view known : known_shorteners) set.insert(std::string{known});
  return set;
}

std::vector<Name> names_of(const Domains& domains, const std::vector<std::string>& one,
                           const std::vector<std::string>& other) {
  std::vector<Name> names;
  for (const auto* list : {&one, &other})
    for (const std::string& entry : *list) names.push_back(domains.name(entry));
  return names;
}

int strictness(Action action) {
  switch (action) {
    case Action::pass:
      return 0;
    case Action::approve:
      return 1;
    case Action::hold:
      return 2;
    case Action::reject:
      return 3;
  }
  return 0;
}

}  // namespace

// One charge for each fault, with the links it concerns.
class Judges::Charges {
 public:
  void add(Fault fault, const Link& link, Words words) {
    auto& charge = list_[static_cast<std::size_t>(fault)];
    if (!charge) charge = Charge{fault, std::move(words), {}};
    if (charge->spans.size() < most_spans) charge->spans.push_back(link.span);
  }
  std::array<std::optional<Charge>, 8> list_;
};

Judges::Judges(Settings settings)
    : settings_(std::move(settings)),
      deny_(set_of(domains_, settings_.deny)),
      allow_(set_of(domains_, settings_.allow)),
      shorteners_(all_shorteners(domains_, settings_.shorteners)),
      look_alikes_(names_of(domains_, settings_.protect, settings_.allow)) {}

Action Judges::action_of(Fault fault) const {
  switch (fault) {
    case Fault::denied:
      return settings_.denied;
    case Fault::misleading:
      return settings_.misleading;
    case Fault::look_alike:
      return settings_.look_alike;
    case Fault::ip_address:
      return settings_.ip_address;
    case Fault::shortener:
      return settings_.shortener;
    case Fault::not_allowed:
      return settings_.not_allowed;
    case Fault::too_many:
      return settings_.too_many;
    case Fault::new_author:
      return settings_.new_author;
  }
  return Action::pass;
}

bool Judges::examine(const Link& link, const Name& name, Charges& charges) const {
  const std::size_t denied = deny_.match(name), allowed = allow_.match(name);
  const Words words{.domain = name.ascii, .other = {}};
  if (denied > 0 && denied >= allowed) {
    charges.add(Fault::denied, link, words);
  } else if (allowed > 0) {
    return false;
  }
  if (link.user_info) charges.add(Fault::misleading, link, words);
  if (!link.shown.empty())
    if (const Name shown = domains_.name(link.shown); !domains_.same_owner(shown, name))
      charges.add(Fault::misleading, link, {.domain = name.ascii, .other = shown.ascii});
  if (const auto likeness = look_alikes_.likeness(name))
    charges.add(Fault::look_alike, link, {.domain = name.ascii, .other = *likeness});
  if (name.address) charges.add(Fault::ip_address, link, words);
  if (shorteners_.match(name) > 0) charges.add(Fault::shortener, link, words);
  if (settings_.only_allowed) charges.add(Fault::not_allowed, link, words);
  return true;
}

Finding Judges::judge(std::string_view text, std::uint32_t approved) const {
  const std::vector<Link> links = find_links(text, domains_);
  if (links.empty()) return Finding::pass();
  Charges charges;
  std::vector<std::pair<const Link*, Name>> counted;
  for (const Link& link : links) {
    Name name = domains_.name(link.host);
    if (link.doubtful && deny_.match(name) == 0 && shorteners_.match(name) == 0) continue;
    if (examine(link, name, charges)) counted.emplace_back(&link, std::move(name));
  }
  if (counted.size() > static_cast<std::size_t>(settings_.max))
    for (const auto& [link, name] : counted)
      charges.add(Fault::too_many, *link, {.domain = name.ascii, .links = counted.size(), .limit = settings_.max});
  if (approved < settings_.new_author_approved)
    for (const auto& [link, name] : counted)
      charges.add(Fault::new_author, *link, {.domain = name.ascii, .limit = settings_.new_author_approved});
  return finding_of(std::move(charges));
}

Finding Judges::finding_of(Charges charges) const {
  Charge* worst = nullptr;
  for (auto& charge : charges.list_)
    if (charge && (worst == nullptr || strictness(action_of(charge->fault)) > strictness(action_of(worst->fault))))
      worst = &*charge;
  if (worst == nullptr || action_of(worst->fault) == Action::pass) return Finding::pass();
  Finding finding = Finding::of(action_of(worst->fault), code_of(worst->fault), message_of(worst->fault, worst->words));
  finding.spans = std::move(worst->spans);
  return finding;
}

}  // namespace moderato::links
