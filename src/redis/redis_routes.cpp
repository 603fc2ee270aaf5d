#include "redis/redis_routes.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace signalbox::redis {

namespace {

constexpr std::string_view plan_kind = "r";
constexpr std::string_view analysis_kind = "a";

}  // namespace

RedisRoutes::RedisRoutes(net::Loop& loop, Client& client, telemetry::SharedRouteCounters& counters,
                         RouteOptions options)
    : loop_{loop}, client_{client}, counters_{counters}, options_{std::move(options)} {}

std::string RedisRoutes::name_of(std::string_view kind, ValuePlace place) const {
    std::array<char, 64> numbers{};
    auto const length = std::snprintf(
        numbers.data(), numbers.size(), "%016llx:%016llx%016llx", static_cast<unsigned long long>(place.epoch),
        static_cast<unsigned long long>(place.key[0]), static_cast<unsigned long long>(place.key[1]));
    std::string name = options_.prefix;
    name.append(":").append(kind).append(value_form).append(":");
    return name.append(numbers.data(), static_cast<std::size_t>(length));
}

Task<RedisRoutes::Found> RedisRoutes::fetch(std::string name, Cancellation& cancellation) {
    if (!client_.available(name)) co_return Found{.failed = true, .bytes = {}};
    std::array<std::string_view, 2> const words{"GET", name};
    auto reply = co_await client_.command(words, cancellation, options_.wait);
    if (!reply) co_return Found{.failed = true, .bytes = {}};
    co_return Found{.failed = false, .bytes = std::move(reply->text)};
}

void RedisRoutes::count(telemetry::SharedLookups& lookups, Found const& found, bool good, TimePoint asked) {
    if (found.failed) return lookups.failed.add();
    if (found.bytes.empty()) return lookups.misses.add();
    if (!good) return lookups.doubtful.add();
    lookups.hits.add();
    counters_.hit_time.observe(loop_.exact_now() - asked);
}

Task<SharedPlan> RedisRoutes::find(RouteKey const& key, std::uint64_t epoch, ModelRegistry const& registry,
                                   Cancellation& cancellation) {
    if (std::ranges::find(asked_, key.digest) != asked_.end()) co_return nullptr;
    asked_.push_back(key.digest);
    auto const asked = loop_.exact_now();
    ValuePlace const place{key.digest, epoch};
    auto const found = co_await fetch(name_of(plan_kind, place), cancellation);
    std::erase(asked_, key.digest);

    auto plan = found.bytes.empty() ? nullptr : open_plan(found.bytes, place, options_.seal);
    if (plan && !names_only(*plan, registry)) plan = nullptr;
    count(counters_.plans, found, plan != nullptr, asked);
    if (plan) plan->cache_key = key.label;
    co_return plan;
}

void RedisRoutes::store(RouteKey const& key, SharedPlan const& plan) {
    ValuePlace const place{key.digest, plan->epoch};
    auto const value = seal_plan(*plan, place, options_.seal);
    if (value && put(name_of(plan_kind, place), *value)) counters_.plans.stored.add();
}

Task<std::optional<AnalysisResult>> RedisRoutes::find_analysis(Digest key, std::uint64_t epoch,
                                                               Cancellation& cancellation) {
    auto const asked = loop_.exact_now();
    ValuePlace const place{key, epoch};
    auto const found = co_await fetch(name_of(analysis_kind, place), cancellation);
    std::optional<AnalysisResult> analysis;
    if (!found.bytes.empty()) analysis = open_analysis(found.bytes, place, options_.seal);
    count(counters_.analyses, found, analysis.has_value(), asked);
    co_return analysis;
}

void RedisRoutes::store_analysis(Digest key, std::uint64_t epoch, AnalysisResult const& analysis) {
    ValuePlace const place{key, epoch};
    auto const value = seal_analysis(analysis, place, options_.seal);
    if (put(name_of(analysis_kind, place), value)) counters_.analyses.stored.add();
}

bool RedisRoutes::put(std::string_view name, std::string_view value) {
    auto const ttl = std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(options_.ttl).count());
    return client_.send(std::array<std::string_view, 5>{"SET", name, value, "PX", ttl});
}

}  // namespace signalbox::redis
