#include "app/key_command.hpp"

#include "app/key_config.hpp"
#include "app/key_file.hpp"
#include "app/scalar.hpp"
#include "cli/commands.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"
#include "server/key_hash.hpp"
#include "wire/json_writer.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox::app {

namespace {

using cli::ExitCode;
using server::ApiKey;

Result<std::optional<std::chrono::sys_seconds>> expiry(std::string const& text, std::chrono::sys_seconds now) {
    if (text.empty()) return std::nullopt;
    if (auto const span = read_duration(text)) return now + std::chrono::duration_cast<std::chrono::seconds>(*span);
    auto const moment = read_moment(text);
    if (moment && *moment > now) return moment;
    return fail(Errc::invalid_value,
                "--expires: expected a time from now such as 30d, or a later moment such as 2027-01-31");
}

Result<server::Scopes> scopes(std::vector<std::string> const& names) {
    server::Scopes scopes;
    for (auto const& name : names) {
        auto const scope = from_name<server::Scope>(name);
        if (!scope) return fail(Errc::invalid_value, "--scope: expected chat, read or admin, found '" + name + "'");
        scopes.add(*scope);
    }
    if (names.empty()) {
        scopes.add(server::Scope::chat);
        scopes.add(server::Scope::read);
    }
    return scopes;
}

Result<ApiKey> wanted(KeyArguments const& wishes, std::chrono::sys_seconds now) {
    ApiKey key{.id = wishes.id, .tenant = wishes.tenant, .models = wishes.models};
    if (!key.id.empty() && !is_key_name(key.id)) {
        return fail(Errc::invalid_value, "--id: expected letters, digits, '-', '_' and '.', at most 64");
    }
    if (!key.tenant.empty() && !is_key_name(key.tenant)) {
        return fail(Errc::invalid_value, "--tenant: expected letters, digits, '-', '_' and '.', at most 64");
    }
    auto const may = scopes(wishes.scopes);
    if (!may) return std::unexpected(may.error());
    key.scopes = *may;
    auto const expires = expiry(wishes.expires, now);
    if (!expires) return std::unexpected(expires.error());
    key.expires = *expires;
    key.limits = {.requests_per_minute = wishes.requests_per_minute, .tokens_per_minute = wishes.tokens_per_minute};
    if (wishes.budget_per_day) key.limits.budget_per_day = MicroUsd{std::llround(*wishes.budget_per_day * 1e6)};
    return key;
}

std::string scope_text(ApiKey const& key) {
    std::string text;
    for (std::size_t i = 0; i < server::scope_names.size(); ++i) {
        if (!key.scopes.has(static_cast<server::Scope>(i))) continue;
        text.append(text.empty() ? "" : ",").append(server::scope_names[i]);
    }
    return text;
}

std::string state_of(ApiKey const& key, std::chrono::sys_seconds now) {
    if (key.revoked) return "revoked";
    return key.expires && now >= *key.expires ? "expired" : "good";
}

std::string limit_text(server::KeyLimits const& limits) {
    std::string text;
    auto const add = [&](std::string const& limit) { text.append(text.empty() ? "" : ", ").append(limit); };
    if (limits.requests_per_minute) add(cli::count_text(*limits.requests_per_minute) + " requests/min");
    if (limits.tokens_per_minute) add(cli::count_text(*limits.tokens_per_minute) + " tokens/min");
    if (limits.budget_per_day) add(cli::dollars_text(limits.budget_per_day->dollars()) + "/day");
    return text.empty() ? "-" : text;
}

std::string joined(std::vector<std::string> const& names) {
    std::string text;
    for (auto const& name : names) text.append(text.empty() ? "" : ",").append(name);
    return text.empty() ? "all" : text;
}

void write_key(wire::JsonWriter& json, ApiKey const& key, std::chrono::sys_seconds now) {
    auto const or_null = [&](std::string_view name, auto const& value) {
        if (value) return json.member(name, *value);
        json.key(name);
        json.null();
    };
    json.begin_object();
    json.member("id", key.id);
    json.member("tenant", key.tenant);
    json.member("scopes", scope_text(key));
    json.member("models", joined(key.models));
    json.member("state", state_of(key, now));
    or_null("expires", key.expires ? std::optional{moment_text(*key.expires)} : std::nullopt);
    or_null("requestsPerMinute", key.limits.requests_per_minute);
    or_null("tokensPerMinute", key.limits.tokens_per_minute);
    auto const& budget = key.limits.budget_per_day;
    or_null("budgetPerDay", budget ? std::optional{budget->dollars()} : std::nullopt);
    json.end_object();
}

}  // namespace

ExitCode create_key(std::string const& path, KeyArguments const& wishes, std::chrono::sys_seconds now, bool json,
                    cli::Terminal& terminal) {
    auto key = wanted(wishes, now);
    if (!key) return cli::report(key.error(), json, terminal);
    auto const secret = server::make_key();
    auto const name = server::make_key();
    if (secret.empty() || name.empty())
        return cli::report({Errc::internal, "there is no randomness", {}, {}}, json, terminal);
    if (key->id.empty()) key->id = "key-" + std::string{name.reveal().substr(4, 8)};
    if (key->tenant.empty()) key->tenant = key->id;
    key->hash = server::KeyHasher{}(secret.reveal());
    auto const kept = change_key_file(path, [&](std::vector<ApiKey>& keys) -> Result<void> {
        if (std::ranges::find(keys, key->id, &ApiKey::id) != keys.end()) {
            return fail(Errc::invalid_value, "--id: there is a key '" + key->id + "' already");
        }
        keys.push_back(*key);
        return {};
    });
    if (!kept) return cli::report(kept.error(), json, terminal);
    if (json) {
        std::string text;
        wire::JsonWriter out{text};
        out.begin_object();
        out.member("id", key->id);
        out.member("key", secret.reveal());
        out.member("hash", server::hash_text(key->hash));
        out.end_object();
        terminal.out(text + "\n");
        return ExitCode::ok;
    }
    terminal.err("The key " + key->id + ". Nobody can show it again: " + path + " has its hash only.\n");
    terminal.out(std::string{secret.reveal()} + "\n");
    return ExitCode::ok;
}

ExitCode list_keys(std::string const& path, std::chrono::sys_seconds now, bool json, cli::Terminal& terminal) {
    auto const keys = read_key_file(path);
    if (!keys) return cli::report(keys.error(), json, terminal);
    if (json) {
        std::string text;
        wire::JsonWriter out{text};
        out.begin_array();
        for (auto const& key : *keys) write_key(out, key, now);
        out.end_array();
        terminal.out(text + "\n");
        return ExitCode::ok;
    }
    cli::Table table{{{"ID"}, {"TENANT"}, {"SCOPES"}, {"MODELS"}, {"LIMITS"}, {"EXPIRES"}, {"STATE"}}};
    for (auto const& key : *keys) {
        table.add({key.id, key.tenant, scope_text(key), joined(key.models), limit_text(key.limits),
                   key.expires ? moment_text(*key.expires) : "never", state_of(key, now)});
    }
    terminal.out(keys->empty() ? "no keys in " + path + "\n" : table.text(terminal));
    return ExitCode::ok;
}

ExitCode revoke_key(std::string const& path, std::string const& id, bool json, cli::Terminal& terminal) {
    auto const revoked = change_key_file(path, [&](std::vector<ApiKey>& keys) -> Result<void> {
        auto const found = std::ranges::find(keys, id, &ApiKey::id);
        if (found == keys.end()) return fail(Errc::not_found, "there is no key '" + id + "' in " + path);
        found->revoked = true;
        return {};
    });
    if (!revoked) return cli::report(revoked.error(), json, terminal);
    terminal.out(json ? "{\"revoked\":\"" + id + "\"}\n" : id + " is revoked\n");
    return ExitCode::ok;
}

}  // namespace signalbox::app
