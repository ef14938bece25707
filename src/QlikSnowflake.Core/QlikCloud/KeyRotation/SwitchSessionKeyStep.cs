using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>Moves the session over to the new key, which is proved and stored: from here on nothing is taken back.</summary>
internal sealed class SwitchSessionKeyStep(RotationState state) : IRotationStep
{
    public string Name => "Switch this session";

    public string? Change => null;

    public Task DoAsync(CallContext context)
    {
        state.Committed = true;
        state.Session.UseApiKey(state.New!.Token!);
        return Task.CompletedTask;
    }
}
