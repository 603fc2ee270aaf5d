#include "app/key_config.hpp"

#include "app/scalar.hpp"
#include "server/key_hash.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

namespace signalbox::app {

namespace {

using server::ApiKey;

// The number that is written in those places; -1 when something else is.
int number_at(std::string_view text, std::size_t from, std::size_t count) {
    int number = 0;
    for (auto const c : text.substr(from, count)) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

std::string key_name(Reader const& value, std::string name) {
    if (!name.empty() && !is_key_name(name)) {
        value.refuse("expected letters, digits, '-', '_' and '.', at most 64");
    }
    return name;
}

std::optional<std::chrono::sys_seconds> moment(Reader const& value) {
    if (!value.given()) return std::nullopt;
    auto const read = read_moment(value.raw());
    if (!read) value.refuse("expected a moment in UTC such as 2027-01-31 or 2027-01-31T12:00:00Z");
    return read;
}

template <class T>
std::optional<T> limit(Reader const& value, T most) {
    if (!value.given()) return std::nullopt;
    T read = 1;
    value.into(read, {1, most});
    return read;
}

server::Scopes scopes(Reader const& list) {
    server::Scopes scopes;
    for (auto const& item : list.items()) {
        auto scope = server::Scope::chat;
        item.into(scope);
        scopes.add(scope);
    }
    if (list.given()) return scopes;
    scopes.add(server::Scope::chat);
    scopes.add(server::Scope::read);
    return scopes;
}

ApiKey api_key(Reader const& item) {
    constexpr std::int64_t most = 1'000'000'000;
    ApiKey key;
    key.id = key_name(item["id"], item["id"].text());
    if (auto const hash = server::read_hash(item["hash"].text())) {
        key.hash = *hash;
    } else if (item["hash"].given()) {
        item["hash"].refuse("expected sha256: and 64 hexadecimal digits; `signalbox keys create` makes a key");
    }
    key.tenant = key.id;
    item["tenant"].into(key.tenant);
    if (item["tenant"].given()) key.tenant = key_name(item["tenant"], key.tenant);
    key.scopes = scopes(item["scopes"]);
    item["models"].into(key.models);
    if (item["models"].given() && key.models.empty()) item["models"].refuse("names no model; leave it out for all");
    key.expires = moment(item["expires"]);
    item["revoked"].into(key.revoked);
    key.limits.requests_per_minute = limit<std::int64_t>(item["requests_per_minute"], most);
    key.limits.tokens_per_minute = limit<std::int64_t>(item["tokens_per_minute"], most);
    item["budget_per_day"].into(key.limits.budget_per_day);
    return key;
}

}  // namespace

std::vector<ApiKey> api_keys(Reader const& keys) {
    std::vector<ApiKey> list;
    for (auto const& item : keys.items()) list.push_back(api_key(item));
    if (list.size() > most_keys) keys.refuse("more than " + std::to_string(most_keys) + " keys");
    if (auto const shared = shared_by_keys(list); !shared.empty()) keys.refuse(shared);
    return list;
}

bool is_key_name(std::string_view name) {
    auto const good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    };
    return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, good);
}

std::optional<std::chrono::sys_seconds> read_moment(std::string_view text) {
    using namespace std::chrono;
    if (text.size() != 10 && text.size() != 20) return std::nullopt;
    year_month_day const date{year{number_at(text, 0, 4)}, month{static_cast<unsigned>(number_at(text, 5, 2))},
                              day{static_cast<unsigned>(number_at(text, 8, 2))}};
    if (text[4] != '-' || text[7] != '-' || number_at(text, 0, 4) < 1970 || !date.ok()) return std::nullopt;
    if (text.size() == 10) return sys_seconds{sys_days{date}};
    auto const hour = number_at(text, 11, 2), minute = number_at(text, 14, 2), second = number_at(text, 17, 2);
    bool const shaped = text[10] == 'T' && text[13] == ':' && text[16] == ':' && text[19] == 'Z';
    bool const in_range = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (!shaped || !in_range) return std::nullopt;
    return sys_days{date} + hours{hour} + minutes{minute} + seconds{second};
}

std::string moment_text(std::chrono::sys_seconds moment) {
    using namespace std::chrono;
    auto const midnight = floor<days>(moment);
    year_month_day const date{midnight};
    hh_mm_ss const time{moment - midnight};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int{date.year()}, unsigned{date.month()},
                  unsigned{date.day()}, static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return text.data();
}

std::string shared_by_keys(std::vector<ApiKey> const& keys) {
    std::set<std::string> ids;
    std::set<server::KeyHash> hashes;
    for (auto const& key : keys) {
        if (!key.id.empty() && !ids.insert(key.id).second) return "two keys have the id '" + key.id + "'";
        bool const read = key.hash != server::KeyHash{};
        if (read && !hashes.insert(key.hash).second) return "the key '" + key.id + "' is there twice";
    }
    return {};
}

}  // namespace signalbox::app
