namespace QlikSnowflake.Emulator.QlikCloud.OAuth;

/// <summary>An OAuth client of the tenant, with the machine-to-machine box ticked and the consent method Trusted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="BotRoles">Names of the roles of the bot in whose name it acts, and whose user appears with the first token.</param>
/// <param name="Impersonates">Whether it may act in the name of users.</param>
internal sealed record OAuthClient(string Id, string Secret, IReadOnlyList<string> BotRoles, bool Impersonates);
