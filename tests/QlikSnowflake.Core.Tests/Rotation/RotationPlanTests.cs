using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Rotation;

/// <summary>What the runner makes of steps that can be seen, that cannot, that fail and that are taken back.</summary>
public sealed class RotationPlanTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _calls = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_step_that_is_seen_to_be_done_is_passed_over_and_one_that_cannot_be_seen_is_done()
    {
        var log = new TestLog();
        var journal = RotationJournal.Create(_folder.File("j"), "Test", new Dictionary<string, string?>());

        await Plan(new Seen(_calls, "a", isDone: true), new Seen(_calls, "b", isDone: false), new Blind(_calls, "c"))
            .RunAsync(journal, new CallContext(log));

        Assert.Equal(["look a", "look b", "do b", "look b", "do c"], _calls);
        Assert.Equal(["a: seen to be done.", "b: done.", "c: done."], log.Messages);
        Assert.Equal(
            [("a", "seen to be done"), ("b", "done"), ("c", "done")],
            RotationJournal.Open(journal.Path)!.Entries.Select(e => (e.Step, e.Outcome))
        );
    }

    [Fact]
    public async Task A_step_that_does_not_reach_its_aim_ends_the_rotation()
    {
        var stopped = await Assert.ThrowsAsync<RotationException>(() =>
            Plan(new Seen(_calls, "a", isDone: false, works: false), new Blind(_calls, "b")).RunAsync(null, new CallContext())
        );

        Assert.Equal(("a", FailureKind.Service, "Go on."), (stopped.Step, stopped.Kind, stopped.RecommendedAction));
        Assert.DoesNotContain("do b", _calls);
    }

    [Fact]
    public async Task What_was_begun_is_taken_back_the_last_first_and_a_failure_of_that_is_a_warning()
    {
        var log = new TestLog();
        var failure = new InputException("Broken", "It broke.", "Mend it.", FailureKind.Permission);

        var stopped = await Assert.ThrowsAsync<RotationException>(() =>
            Plan(new Undone(_calls, "a"), new Undone(_calls, "b", undoFails: true), new Blind(_calls, "c", failure))
                .RunAsync(null, new CallContext(log))
        );

        Assert.Equal(["do a", "do b", "do c", "undo b", "undo a"], _calls);
        Assert.Equal(("c", FailureKind.Permission, "Mend it. Go on."), (stopped.Step, stopped.Kind, stopped.RecommendedAction));
        Assert.Same(failure, stopped.InnerException);
        Assert.Contains("'b' could not be taken back", Assert.Single(log.Warnings));
    }

    [Fact]
    public async Task A_cancellation_is_heeded_between_steps()
    {
        using var stop = new CancellationTokenSource();
        var plan = Plan(new Undone(_calls, "a"), new Blind(_calls, "b"));
        plan.AfterStep = _ => stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plan.RunAsync(null, new CallContext(null, stop.Token)));

        Assert.Equal(["do a", "undo a"], _calls);
    }

    private static RotationPlan Plan(params IRotationStep[] steps) => new(steps, "Go on.");

    private class Blind(List<string> calls, string name, Exception? failure = null) : IRotationStep
    {
        protected List<string> Calls => calls;

        public string Name => name;

        public string Change => "change " + name;

        public virtual Task DoAsync(CallContext context)
        {
            calls.Add("do " + name);
            return failure is null ? Task.CompletedTask : Task.FromException(failure);
        }
    }

    private sealed class Seen(List<string> calls, string name, bool isDone, bool works = true)
        : Blind(calls, name),
            IObservableStep
    {
        private bool _isDone = isDone;

        public Task<bool> IsDoneAsync(CallContext context)
        {
            Calls.Add("look " + Name);
            return Task.FromResult(_isDone);
        }

        public override Task DoAsync(CallContext context)
        {
            _isDone = works;
            return base.DoAsync(context);
        }
    }

    private sealed class Undone(List<string> calls, string name, bool undoFails = false) : Blind(calls, name), IReversibleStep
    {
        public Task UndoAsync(CallContext context)
        {
            Calls.Add("undo " + Name);
            return undoFails ? Task.FromException(new InvalidOperationException("no")) : Task.CompletedTask;
        }
    }
}
