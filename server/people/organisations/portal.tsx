/** The pages of companies: list, one company, create. Joining and inviting are in `joining-portal.tsx`. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import type { Prefill } from '../prefill.ts'
import { routes } from '../visitor.ts'
import { changeRole, type Company, endPlace, foundCompany, organisationsOf, viewCompany } from './acts.ts'
import { companyPage } from './company-page.tsx'
import { leavePage, memberPage, newPage } from './form-pages.tsx'
import { provenDomain } from './inviting.ts'
import { joinable } from './joining.ts'
import { joiningRoutes } from './joining-portal.tsx'
import { type Asked, companiesLink, companiesPage, denied } from './list-page.tsx'
import type { Why } from './organisations.ts'
import { companyParams, isRole, newBody, newFaults, placeParams, roleBody } from './reading.ts'

/** All pages of companies. */
export function companyRoutes(parts: PeopleParts & { prefill: Prefill }): Route[] {
  const country = () => {
    const controllers = Object.values(parts.gate.policy().compiled.loaded.policy.controllers)
    return (controllers.find(controller => controller.default) ?? controllers[0]!).country
  }

  async function newCompanyPage(request: Asked): Promise<Page> {
    return newPage(
      request,
      country(),
      await parts.prefill('people.prefill', request.visitor.actor, ['name', 'address']),
    )
  }

  async function listPage(request: Asked): Promise<Page | Refusal> {
    const { actor } = request.visitor
    const [companies, offers] = await Promise.all([organisationsOf(parts, actor), joinable(parts, actor)])
    if (companies instanceof Refusal) return companies
    return offers instanceof Refusal ? offers : companiesPage(request, companies, offers)
  }

  async function onePage(request: Asked, id: string): Promise<Page | Refusal | undefined> {
    const company = await viewCompany(parts, request.visitor.actor, id)
    if (company === 'unknown') return undefined
    if (company instanceof Refusal) return company
    return companyPage(request, company, await provenDomain(parts, request.visitor.actor))
  }

  /** The page of a company, made of what is in it; why it is not shown, otherwise. */
  async function within(request: Asked, id: string, page: (company: Company) => Page | Why | undefined) {
    const company = await viewCompany(parts, request.visitor.actor, id)
    if (company === 'unknown') return fault('not-found')
    if (company instanceof Refusal) return refused(company)
    const shown = page(company)
    if (shown === undefined) return fault('not-found')
    return typeof shown === 'string' ? denied(request, shown) : shown
  }

  const again = async (request: Asked, page: Awaited<ReturnType<typeof within>>): Promise<Page> => {
    if ('body' in page) return page
    const list = await listPage(request)
    return list instanceof Refusal ? newCompanyPage(request) : list
  }

  const placePage = (request: Asked, { company: id, place }: { company: string; place: string }) =>
    within(request, id, company => {
      const found = company.colleagues.find(one => one.id === place)
      return company.notLeading ?? (found && memberPage(request, company, found))
    })

  return [
    routes.page({
      path: '/:lang/account/companies',
      act: 'people.view-organisations',
      who: 'customer',
      render: async request => {
        const page = await listPage(request)
        return page instanceof Refusal ? refused(page) : page
      },
    }),
    routes.page({
      path: '/:lang/account/companies/new',
      act: 'people.found-organisation',
      who: 'customer',
      render: newCompanyPage,
    }),
    routes.form({
      path: '/:lang/account/companies/new',
      act: 'people.found-organisation',
      who: 'customer',
      body: newBody,
      again: newCompanyPage,
      handle: async request => {
        const { body, language } = request
        const faults = newFaults(body, request)
        if (faults.length > 0) return invalid(...faults)
        const { company: name, country: where, number } = body
        const done = await foundCompany(parts, request.visitor.actor, { name, country: where, number }, body.name)
        if (done instanceof Refusal) return refused(done)
        return redirect(companiesLink(language, done.company), { done: 'companies.done.created' })
      },
    }),
    ...joiningRoutes(parts),
    routes.page({
      path: '/:lang/account/companies/:company',
      act: 'people.view-colleagues',
      who: 'customer',
      params: companyParams,
      render: async request => {
        const page = await onePage(request, request.params.company)
        return page instanceof Refusal ? refused(page) : (page ?? fault('not-found'))
      },
    }),
    routes.page({
      path: '/:lang/account/companies/:company/people/:place',
      act: 'people.change-role',
      who: 'customer',
      params: placeParams,
      render: request => placePage(request, request.params),
    }),
    routes.form({
      path: '/:lang/account/companies/:company/people/:place',
      act: 'people.change-role',
      who: 'customer',
      params: placeParams,
      body: roleBody,
      again: async request => again(request, await placePage(request, request.params)),
      handle: async request => {
        const { t, language, body, params, visitor } = request
        if (!isRole(body.role)) return invalid({ field: 'role', message: t('companies.fault.role') })
        const done = await changeRole(parts, visitor.actor, params.company, params.place, body.role)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        if (done !== 'done')
          return done.why === 'last-owner'
            ? invalid({ field: 'role', message: t('companies.refusal.last-owner') })
            : denied(request, done.why)
        return redirect(companiesLink(language, params.company), { done: 'companies.done.role' })
      },
    }),
    routes.form({
      path: '/:lang/account/companies/:company/people/:place/remove',
      act: 'people.leave-organisation',
      who: 'customer',
      params: placeParams,
      body: Type.Object({}),
      handle: async request => {
        const { language, params, visitor } = request
        const done = await endPlace(parts, visitor.actor, params.company, params.place)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        if (done !== 'done') return denied(request, done.why)
        return redirect(companiesLink(language, params.company), { done: 'companies.done.removed' })
      },
    }),
    routes.page({
      path: '/:lang/account/companies/:company/leave',
      act: 'people.leave-organisation',
      who: 'customer',
      params: companyParams,
      render: request =>
        within(request, request.params.company, company => company.notLeaving ?? leavePage(request, company)),
    }),
    routes.form({
      path: '/:lang/account/companies/:company/leave',
      act: 'people.leave-organisation',
      who: 'customer',
      params: companyParams,
      body: Type.Object({}),
      handle: async request => {
        const { actor, person } = request.visitor
        const id = request.params.company
        const company = await viewCompany(parts, actor, id)
        if (company instanceof Refusal) return refused(company)
        const place = company === 'unknown' ? undefined : company.colleagues.find(one => one.person === person)
        if (!place) return fault('not-found')
        const done = await endPlace(parts, actor, id, place.id)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        if (done !== 'done') return denied(request, done.why)
        return redirect(companiesLink(request.language), { done: 'companies.done.left' })
      },
    }),
  ]
}
