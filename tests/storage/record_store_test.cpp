#include "storage/store_fixture.hpp"

#include <fstream>
#include <sys/stat.h>

namespace signalbox::storage {
namespace {

TEST_F(RecordStoreTest, GivesBackWhatARunWas) {
    open();

    keep(run(1));

    auto const page = find();
    ASSERT_EQ(page.records.size(), 1U);
    auto const& record = page.records.front();
    EXPECT_EQ(record.id, (RunId{7, 1}));
    EXPECT_EQ(record.at / day, noon / day);
    EXPECT_EQ(record.analysis.category, Category::code);
    EXPECT_EQ(record.analysis.complexity, 4);
    EXPECT_DOUBLE_EQ(record.analysis.need, 0.25);
    EXPECT_EQ(record.model, "small");
    EXPECT_EQ(record.score, 8);
    EXPECT_EQ(record.cost, MicroUsd{120});
    EXPECT_EQ(record.strongest, "large");
    EXPECT_EQ(record.strongest_cost, MicroUsd{6'000});
    EXPECT_FALSE(record.arm);
    EXPECT_NE(record.attempts.find(R"("outcome":"answered")"), string::npos) << record.attempts;
    EXPECT_NE(record.candidates.find(R"("model":"large")"), string::npos) << record.candidates;
}

TEST_F(RecordStoreTest, KeepsAFailureWithItsCodeAndWithoutACounterfactual) {
    open();
    auto end = run(1);
    end.model.clear();
    end.error = Errc::provider_timeout;

    keep(std::move(end));

    auto const record = find().records.at(0);
    EXPECT_EQ(record.fate, RunFate::failed);
    EXPECT_EQ(record.error, "provider_timeout");
    EXPECT_EQ(record.model, "small");  // the last one that was asked
    EXPECT_FALSE(record.strongest_cost);
}

TEST_F(RecordStoreTest, PagesFromTheNewestToTheOldestWithoutGapOrDouble) {
    open();
    for (std::uint64_t i = 1; i <= 5; ++i) keep(run(i));

    auto const first = find({.limit = 2});
    keep(run(6));  // what comes between two pages moves nothing
    auto const second = find({.before = first.next, .limit = 2});
    auto const third = find({.before = second.next, .limit = 2});

    EXPECT_EQ(first.records.at(0).id[1], 5U);
    EXPECT_EQ(first.records.at(1).id[1], 4U);
    EXPECT_EQ(second.records.at(0).id[1], 3U);
    EXPECT_EQ(second.records.at(1).id[1], 2U);
    ASSERT_EQ(third.records.size(), 1U);
    EXPECT_EQ(third.records.at(0).id[1], 1U);
    EXPECT_FALSE(third.next);
}

TEST_F(RecordStoreTest, FindsPagesByAnIndexAndSortsNothing) {
    open();
    auto database = Database::open(path, OpenMode::write);
    ASSERT_TRUE(database);
    for (auto const* where : {"", "WHERE at >= 1 AND at < 9", "WHERE party <> 0 AND party = 5",
                              "WHERE (at, number) < ((SELECT at FROM decisions WHERE number = 7), 7)"}) {
        auto plan_of = database->prepare(string{"EXPLAIN QUERY PLAN SELECT * FROM decisions "} + where +
                                         " ORDER BY at DESC, number DESC LIMIT 51");
        ASSERT_TRUE(plan_of) << plan_of.error().detail;
        string steps;
        while (*plan_of->step()) steps += plan_of->text(3) + "\n";
        EXPECT_EQ(steps.find("TEMP B-TREE"), string::npos) << where << "\n" << steps;
        EXPECT_NE(steps.find("USING INDEX"), string::npos) << where << "\n" << steps;
    }
}

TEST_F(RecordStoreTest, FiltersByWhatIsAsked) {
    open();
    auto cached = run(1);
    cached.cache_hit = true;
    auto chat = run(2);
    chat.analysis.category = Category::chat;
    chat.model = "large";
    auto gone = run(3);
    gone.error = Errc::cancelled;
    for (auto* end : {&cached, &chat, &gone}) keep(std::move(*end));

    EXPECT_EQ(find({.cached = true}).records.at(0).id[1], 1U);
    EXPECT_EQ(find({.model = "large"}).records.at(0).id[1], 2U);
    EXPECT_EQ(find({.category = Category::chat}).records.size(), 1U);
    EXPECT_EQ(find({.fate = RunFate::cancelled}).records.at(0).id[1], 3U);
    EXPECT_EQ(find({.id = RunId{7, 2}}).records.at(0).model, "large");
    EXPECT_TRUE(find({.until = noon - day}).records.empty());
    EXPECT_EQ(find({.since = noon - day}).records.size(), 3U);
}

TEST_F(RecordStoreTest, ShowsAKeyItsOwnRecordsAlone) {
    open();
    auto mine = run(1);
    mine.party = party_of("mine", store->secret());
    keep(std::move(mine));
    keep(run(2));

    EXPECT_EQ(find({.party = "mine"}).records.size(), 1U);
    EXPECT_TRUE(find({.party = "other"}).records.empty());
    EXPECT_EQ(find().records.size(), 2U);
    EXPECT_EQ(sums({.party = "mine"}).runs, 1);
}

TEST_F(RecordStoreTest, SumsCostsAndWhatTheStrongestModelWouldHaveTaken) {
    open();
    keep(run(1));
    auto retried = run(2);
    retried.retries = 1;
    retried.cost.reset();  // an unknown price is not 0
    keep(std::move(retried));

    auto const all = sums();

    EXPECT_EQ(all.runs, 2);
    EXPECT_EQ(all.retried, 1);
    EXPECT_EQ(all.priced, 1);
    EXPECT_EQ(all.cost, MicroUsd{120});
    EXPECT_EQ(all.compared, 1);
    EXPECT_EQ(all.strongest_cost - all.compared_cost, MicroUsd{5'880});
    EXPECT_EQ(all.score, 8);
}

TEST_F(RecordStoreTest, HasSumsOfNothingToo) {
    open();
    EXPECT_EQ(sums().runs, 0);
    EXPECT_FALSE(sums().score);
}

TEST_F(RecordStoreTest, IsStillThereAfterARestartAndForItsOwnerAlone) {
    open();
    auto mine = run(1);
    mine.party = party_of("mine", store->secret());
    keep(std::move(mine));

    open();

    EXPECT_EQ(find({.party = "mine"}).records.size(), 1U);
    struct stat facts{};
    for (auto const* part : {"", ".key", ".lock"}) {
        ASSERT_EQ(::stat((path + part).c_str(), &facts), 0);
        EXPECT_EQ(facts.st_mode & 0777U, 0600U) << part;
    }
    EXPECT_EQ(said, "");
}

TEST_F(RecordStoreTest, WritesWhatWaitsBeforeItEnds) {
    open();
    for (std::uint64_t i = 0; i < 50; ++i) store->ended(run(i));

    open();

    EXPECT_EQ(sums().runs, 50);
}

TEST_F(RecordStoreTest, KeepsTheLastWordOfWhoReadTheAnswer) {
    open();
    keep(run(1));
    keep(run(2));

    store->rated({7, 1}, 0.25);
    store->rated({7, 1}, 0.75);
    store->rated({7, 2}, 0.5);
    store->rated({7, 2}, std::nullopt);
    store->rated({7, 3}, 1);  // of a run that left no record
    store->settle();

    EXPECT_EQ(find({.id = RunId{7, 1}}).records.at(0).feedback, 0.75);
    EXPECT_FALSE(find({.id = RunId{7, 2}}).records.at(0).feedback);
    EXPECT_EQ(sums().feedback, 0.75);
    EXPECT_EQ(sums().runs, 2);
}

TEST_F(RecordStoreTest, BringsAFileOfTheFirstVersionUpToDate) {
    open();
    keep(run(1));
    store.reset();
    {
        auto old = Database::open(path, OpenMode::write);
        ASSERT_TRUE(old && old->run("ALTER TABLE decisions DROP COLUMN feedback; PRAGMA user_version=1"));
    }

    open();
    store->rated({7, 1}, 1);
    store->settle();

    EXPECT_EQ(find().records.at(0).feedback, 1);
    EXPECT_EQ(said, "");
}

TEST_F(RecordStoreTest, ForgetsWhatIsTooOld) {
    open({}, noon - 31 * day);
    keep(run(1));
    open({}, noon - 29 * day);
    keep(run(2));

    open();
    keep(run(3));

    auto const page = find();
    ASSERT_EQ(page.records.size(), 2U);
    EXPECT_EQ(page.records.at(1).id[1], 2U);
    EXPECT_EQ(store->counts().expired, 1U);
}

TEST_F(RecordStoreTest, ForgetsNothingWhileTheNewestRecordIsOfATimeToCome) {
    open({}, noon - 2 * day);
    keep(run(1));
    open({}, noon + 2 * day);
    keep(run(2));

    open({.keep_days = 1}, noon);
    keep(run(3));

    EXPECT_EQ(find().records.size(), 3U);
    EXPECT_EQ(store->counts().expired, 0U);
}

TEST_F(RecordStoreTest, DropsAndCountsWhatTheQueueHasNoRoomFor) {
    open({.max_queue = 3});
    for (std::uint64_t i = 0; i < 1'000; ++i) store->ended(run(i));
    store->settle();

    auto const counts = store->counts();
    EXPECT_EQ(counts.written + counts.dropped, 1'000U);
    EXPECT_GT(counts.dropped, 0U);
    EXPECT_EQ(sums().runs, static_cast<std::int64_t>(counts.written));
}

TEST_F(RecordStoreTest, SetsADamagedFileAsideAndDeletesNothing) {
    std::ofstream{path} << string(8'192, 'x');

    open();
    keep(run(1));

    EXPECT_EQ(sums().runs, 1);
    EXPECT_NE(said.find("records set aside"), string::npos) << said;
    auto kept = 0;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().string().find(".unreadable-") == string::npos) continue;
        ++kept;
        EXPECT_EQ(entry.file_size(), 8'192U);
    }
    EXPECT_EQ(kept, 1);
}

TEST_F(RecordStoreTest, SetsAsideWhatANewerVersionWrote) {
    open();
    store.reset();
    auto database = Database::open(path, OpenMode::write);
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->run("PRAGMA user_version=99"));

    open();

    EXPECT_NE(said.find("newer version of signalbox (schema 99)"), string::npos) << said;
    EXPECT_EQ(sums().runs, 0);
}

TEST_F(RecordStoreTest, SetsAnotherProgramsDatabaseAside) {
    {
        auto database = Database::open(path, OpenMode::write);
        ASSERT_TRUE(database);
        ASSERT_TRUE(database->run("CREATE TABLE theirs (a)"));
    }

    open();

    EXPECT_NE(said.find("another program's database"), string::npos) << said;
}

TEST_F(RecordStoreTest, LetsOneProcessWriteAtATime) {
    open();

    auto const second = RecordStore::open({.file = path}, secret, {}, [](auto, auto const&) {});

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().detail, path + ": another process has it");
}

TEST_F(RecordStoreTest, WritesLaterWhatTheDiskRefusedForAWhile) {
    open();
    auto other = Database::open(path, OpenMode::write);
    ASSERT_TRUE(other);
    ASSERT_TRUE(other->run("BEGIN IMMEDIATE"));
    store->ended(run(1));
    while (store->counts().failed_commits == 0) std::this_thread::yield();

    ASSERT_TRUE(other->run("ROLLBACK"));
    store->settle();

    EXPECT_EQ(sums().runs, 1);
    EXPECT_NE(said.find("records not written"), string::npos);
    EXPECT_EQ(store->counts().dropped, 0U);
}

}  // namespace
}  // namespace signalbox::storage
