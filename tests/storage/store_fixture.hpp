#pragma once

#include "fakes/chain_story.hpp"
#include "storage/record_store.hpp"

#include <filesystem>
#include <future>
#include <unistd.h>

namespace signalbox::storage {

using std::string;

inline constexpr std::int64_t noon = 1'764'072'000'000;  // 25 Nov 2025, 12:00
inline constexpr std::int64_t day = 86'400'000;
inline constexpr KeyedHash::Key secret{1, 2};

// A store of records in a folder of its own.
class RecordStoreTest : public ::testing::Test {
protected:
    RecordStoreTest() {
        std::filesystem::create_directories(folder);
        auto cards = std::vector{fakes::card("small", 0.3, {100'000}), fakes::card("large", 0.95, {5'000'000})};
        snapshot->registry = ModelRegistry{cards};
        snapshot->analyzer = std::make_shared<fakes::FixedAnalyzer>(5);
        plan->primary = "small";
        plan->candidates = {{.model = "small", .quality = 0.4}, {.model = "large", .quality = 0.9}};
    }
    ~RecordStoreTest() override { std::filesystem::remove_all(folder); }

    void open(RecordOptions options = {}, std::int64_t wall = noon) {
        store.reset();
        options.file = path;
        auto opened = RecordStore::open(
            options, secret, {.steady = Clock::now(), .wall = wall},
            [this](std::string_view event, string const& detail) { said += string{event} + ": " + detail + "\n"; });
        ASSERT_TRUE(opened) << opened.error().detail;
        store = std::move(*opened);
    }

    RunEnd run(std::uint64_t number) {
        RunEnd end{.id = {7, number}, .ended = Clock::now(), .snapshot = snapshot, .plan = plan};
        end.analysis = {.complexity = 4, .category = Category::code, .need = 0.25};
        end.model = "small";
        end.score = 8;
        end.answer = {.input = {1'000}, .output = {200}};
        end.usage = end.answer;
        end.cost = MicroUsd{120};
        end.attempts = {{.model = "small", .score = 8, .usage = end.answer, .cost = MicroUsd{120}}};
        return end;
    }
    void keep(RunEnd end) {
        store->ended(std::move(end));
        store->settle();
    }

    RecordPage find(RecordQuery query = {}) {
        std::promise<Result<RecordPage>> promise;
        store->find(std::move(query), [&](Result<RecordPage> page) { promise.set_value(std::move(page)); });
        auto page = promise.get_future().get();
        EXPECT_TRUE(page) << page.error().detail;
        return page ? *page : RecordPage{};
    }
    RecordSums sums(RecordQuery query = {}) {
        std::promise<Result<RecordAnalytics>> promise;
        store->sum(std::move(query), [&](Result<RecordAnalytics> all) { promise.set_value(std::move(all)); });
        auto all = promise.get_future().get();
        EXPECT_TRUE(all) << all.error().detail;
        return all ? all->all : RecordSums{};
    }

    string const folder = ::testing::TempDir() + "signalbox_records_" + std::to_string(::getpid());
    string const path = folder + "/records.db";
    std::shared_ptr<Snapshot> snapshot = std::make_shared<Snapshot>();
    std::shared_ptr<RoutingPlan> plan = std::make_shared<RoutingPlan>();
    string said;
    std::unique_ptr<RecordStore> store;
};

}  // namespace signalbox::storage
