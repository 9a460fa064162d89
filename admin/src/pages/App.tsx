import { lazy, Suspense, useEffect } from 'react';
import { Box } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';
import { LoadingRows } from '../components/LoadingRows';
import { PageTexts } from '../components/PageTexts';
import { SideNav, TopNav } from '../components/SideNav';
import { ToastProvider } from '../components/Toasts';
import { PERMISSIONS } from '../permissions';
import Home from './Home';

const setup = () => import('./setup');
const Connect = lazy(async () => ({ default: (await setup()).Connect }));
const OAuthCallback = lazy(async () => ({ default: (await setup()).OAuthCallback }));
const ConnectionSettings = lazy(async () => ({ default: (await setup()).ConnectionSettings }));
const history = () => import('./history');
const Activity = lazy(async () => ({ default: (await history()).Activity }));
const Charges = lazy(async () => ({ default: (await history()).Charges }));
const Mappings = lazy(async () => ({ default: (await history()).Mappings }));
const RestorePoints = lazy(async () => ({ default: (await history()).RestorePoints }));
const Trends = lazy(async () => ({ default: (await history()).Trends }));
const Attention = lazy(async () => ({ default: (await history()).Attention }));
const Wizard = lazy(() => import('./Wizard'));
const loadReview = () => import('./Review');
const Review = lazy(loadReview);
const Invoices = lazy(() => import('./Invoices'));

/** All pages of the plugin beside its own navigation. */
export default function App() {
  // Where most go next: loaded before it is asked for.
  useEffect(() => void loadReview().catch(() => undefined), []);
  return (
    <Page.Protect permissions={PERMISSIONS.read}>
      <PageTexts>
        <ToastProvider>
          <Layouts.Root sideNav={<SideNav />}>
            <TopNav />
            <Suspense fallback={<PageSkeleton />}>
              <Routes>
                <Route index element={<Home />} />
                <Route path="connect" element={<Connect />} />
                <Route path="connect/:connectorId" element={<Connect />} />
                <Route path="oauth/callback" element={<OAuthCallback />} />
                <Route path="connections/:id" element={<Wizard />} />
                <Route path="connections/:id/settings" element={<ConnectionSettings />} />
                <Route path="connections/:id/charges" element={<Charges />} />
                <Route path="review" element={<Review />} />
                <Route path="mappings" element={<Mappings />} />
                <Route path="invoices" element={<Invoices />} />
                <Route path="activity" element={<Activity />} />
                <Route path="restore-points" element={<RestorePoints />} />
                <Route path="trends" element={<Trends />} />
                <Route path="attention" element={<Attention />} />
                <Route path="*" element={<Page.NoData />} />
              </Routes>
            </Suspense>
          </Layouts.Root>
        </ToastProvider>
      </PageTexts>
    </Page.Protect>
  );
}

function PageSkeleton() {
  return (
    <Box padding={8}>
      <LoadingRows rows={6} />
    </Box>
  );
}
