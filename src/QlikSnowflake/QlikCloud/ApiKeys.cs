using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Finds the API keys that input means: an object, an id, or a description with or without wildcards.</summary>
internal static class ApiKeys
{
    /// <summary>The keys; a description is looked for among the keys of the session's user.</summary>
    /// <exception cref="InputException">None is meant, or several have exactly that description.</exception>
    public static async Task<IReadOnlyList<QlikCloudApiKey>> FindAsync(
        QlikCloudSession session,
        PipedObject input,
        CallContext context
    )
    {
        if (input.Value is QlikCloudApiKey read)
            return [read];
        if (input.Text is { } text)
            return await FindTextAsync(session, text, context).ConfigureAwait(false);
        if (input.Property("Id") is { } id)
            return [await session.ApiKeys.GetAsync(id, context).ConfigureAwait(false)];
        var description = input.Property("Description") ?? throw input.Unclear("Id", "Description");
        return await FindDescriptionAsync(session, NameText.Literal(description), context).ConfigureAwait(false);
    }

    /// <summary>The error for a description that no key has.</summary>
    public static InputException NotFound(string text) =>
        NameText.NotFound(
            text,
            ErrorIds.ApiKeyNotFound,
            $"No API key {Quoted.Text(text)} was found.",
            "Get-QlikCloudApiKey lists them; wildcards are allowed."
        );

    private static async Task<IReadOnlyList<QlikCloudApiKey>> FindTextAsync(
        QlikCloudSession session,
        string text,
        CallContext context
    )
    {
        var pattern = NameText.Pattern(text);
        if (pattern.IsWildcard || !text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_'))
            return await FindDescriptionAsync(session, pattern, context).ConfigureAwait(false);

        // What looks like an id can be a description of one word, too.
        try
        {
            return [await session.ApiKeys.GetAsync(text, context).ConfigureAwait(false)];
        }
        catch (QlikCloudException e) when (e.StatusCode == 404)
        {
            var found = await ChooseAsync(session, pattern, context).ConfigureAwait(false);
            if (found.Count == 0)
                throw;
            return found.Count == 1 ? found : throw Ambiguous(text, found);
        }
    }

    private static async Task<IReadOnlyList<QlikCloudApiKey>> FindDescriptionAsync(
        QlikCloudSession session,
        NamePattern pattern,
        CallContext context
    )
    {
        var found = await ChooseAsync(session, pattern, context).ConfigureAwait(false);
        if (found.Count == 0)
            throw NotFound(pattern.Text);
        return found.Count > 1 && found.All(key => pattern.Is(key.Description)) ? throw Ambiguous(pattern.Text, found) : found;
    }

    private static async Task<IReadOnlyList<QlikCloudApiKey>> ChooseAsync(
        QlikCloudSession session,
        NamePattern pattern,
        CallContext context
    )
    {
        var names = new Names<QlikCloudApiKey>([pattern], key => [key.Description]);
        var found = new List<QlikCloudApiKey>();
        var pages = session.ApiKeys.Find(new ApiKeyQuery { UserId = session.User.Id });
        while (await pages.NextAsync(context).ConfigureAwait(false) is { } page)
            found.AddRange(page.Where(names.Takes));
        found.AddRange(names.Rest());
        return found;
    }

    private static InputException Ambiguous(string text, IReadOnlyList<QlikCloudApiKey> found) =>
        new(
            ErrorIds.QlikCloudNameAmbiguous,
            $"{Quoted.Text(text)} describes {found.Count} API keys: {string.Join(", ", found.Take(5).Select(k => k.Id))}.",
            "Give the id, or pipe in the one of Get-QlikCloudApiKey."
        );
}
